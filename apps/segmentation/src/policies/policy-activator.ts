import { Injectable } from '@nestjs/common';
import { formatDay, localDay, startOfDay, type Day } from '@orderweave/domain-ordering';
import { Database, type Transaction } from '@orderweave/postgres';
import type { Problem } from '@orderweave/service';
import { hasCustomers, lockClock, type StoredClock } from '../clock/clock.store.js';
import { WordedProblem } from '../problems/worded-problem.js';
import { beginModelPass, holdModelPass } from '../models/model-pass.store.js';
import { isJudgedAhead, putActivation, readActivations, removeActivations } from './policy-activation.store.js';
import { recordDeed, type Actor, type PolicyAction } from './policy-audit.store.js';
import { PolicyDirectory } from './policy-directory.js';
import { unknownVersion } from './policy-editor.js';
import { readVersion } from './policy-version.store.js';

/** When a version comes into force. */
export interface Activated {
  readonly version: number;
  readonly from: Day;
  /** Epoch milliseconds of the local midnight at which that day begins; null for "from the beginning". */
  readonly at: number | null;
  /** Whether it was, or would have been, in force on that day anyway. */
  readonly unchanged: boolean;
  /** The version that was to come into force on that very day. */
  readonly superseded: number | null;
}

/** A version that is to come into force at an instant (epoch milliseconds), or as soon as possible. */
export interface Wanted {
  readonly version: number;
  readonly at?: number | undefined;
  readonly note?: string | undefined;
}

/**
 * Brings versions into force. Customers are judged as of whole days, so a version starts at a local midnight, and never on a day that
 * the tenant's clock has announced: whatever is judged as of a day is judged by the same policy, by whichever replica, however late.
 */
@Injectable()
export class PolicyActivator {
  constructor(
    private readonly database: Database,
    private readonly policies: PolicyDirectory,
    private readonly wallNow: () => number,
  ) {}

  /** Activates a version. Throws a `Problem`: 404 for one that is not there, 409 for an instant that is too early. */
  activate(actor: Actor, wanted: Wanted): Promise<Activated> {
    return this.change(actor.tenant, async (tx, clock) => {
      if (!(await readVersion(tx, actor.tenant, wanted.version))) throw unknownVersion(wanted.version);
      return this.put(tx, actor, { ...wanted, from: await this.startDay(tx, actor.tenant, clock, wanted.at) });
    });
  }

  /** Activates the version before the one in force. Throws a `Problem` (409) when there is none. */
  rollBack(actor: Actor, { at, note }: Omit<Wanted, 'version'>): Promise<Activated> {
    return this.change(actor.tenant, async (tx, clock) => {
      const today = clock?.targetDay ?? 0;
      const past = (await readActivations(tx, actor.tenant)).filter(({ from }) => from <= today);
      const previous = past.findLast(({ version }) => version !== past.at(-1)!.version);
      if (!previous) throw nothingToRollBack();
      const from = await this.startDay(tx, actor.tenant, clock, at);
      return this.put(tx, actor, { version: previous.version, from, note, action: 'rolled-back' });
    });
  }

  /** Takes back activations of a version that have not come yet; returns their days. Throws a `Problem` (409) when there are none. */
  withdraw(actor: Actor, { version, note }: Omit<Wanted, 'at'>): Promise<Day[]> {
    return this.change(actor.tenant, async (tx, clock) => {
      const days = await removeActivations(tx, actor.tenant, { version, after: clock?.targetDay ?? 0 });
      if (days.length === 0) throw nothingToWithdraw(version);
      for (const from of days) await recordDeed(tx, actor, { action: 'withdrawn', version, from, note });
      await this.judgeAheadAnew(tx, actor.tenant, days[0]!);
      return days;
    });
  }

  private change<T>(tenant: string, work: (tx: Transaction, clock: StoredClock | undefined) => Promise<T>): Promise<T> {
    return this.database.transaction(async (tx) => {
      // The order in which a turning day takes its locks.
      await holdModelPass(tx, tenant);
      return work(tx, await lockClock(tx, tenant));
    });
  }

  private async put(
    tx: Transaction,
    actor: Actor,
    wanted: Wanted & { from: Day; action?: PolicyAction },
  ): Promise<Activated> {
    const { tenant, name: by } = actor;
    const { version, from, note, action = 'activated' } = wanted;
    const activations = await readActivations(tx, tenant);
    const { timeZone } = this.policies.get(tenant);
    const result = { version, from, at: from === 0 ? null : startOfDay(from, timeZone), superseded: null };
    if (activations.findLast((one) => one.from <= from)?.version === version) return { ...result, unchanged: true };
    const superseded = activations.find((one) => one.from === from)?.version ?? null;
    await putActivation(tx, tenant, { from, version, by });
    if (superseded !== null) await recordDeed(tx, actor, { action: 'superseded', version: superseded, from, note });
    await recordDeed(tx, actor, { action, version, from, note });
    await this.judgeAheadAnew(tx, tenant, from);
    return { ...result, unchanged: false, superseded };
  }

  /** The day from which a version can be in force; the beginning for a tenant of which nothing was recorded or judged yet. */
  private async startDay(tx: Transaction, tenant: string, clock: StoredClock | undefined, at?: number): Promise<Day> {
    const { timeZone } = this.policies.get(tenant);
    const wanted = at === undefined ? undefined : dayFrom(at, timeZone);
    if (!clock) {
      if (await hasCustomers(tx, tenant)) throw clockNotStarted();
      return wanted ?? 0;
    }
    // A wall clock may have come to a day that is not announced yet.
    const today = clock.mode === 'wall' ? localDay(this.wallNow(), timeZone) : clock.targetDay;
    const earliest = Math.max(today, clock.targetDay) + 1;
    if (wanted === undefined) return earliest;
    if (wanted < earliest) throw tooEarly(earliest, timeZone);
    return wanted;
  }

  /** Orders placed ahead of the clock were judged by what was then to be in force on their day. */
  private async judgeAheadAnew(tx: Transaction, tenant: string, from: Day): Promise<void> {
    if (await isJudgedAhead(tx, tenant, from)) await beginModelPass(tx, tenant, { everybody: true });
  }
}

/** The first local day that begins at an instant or after it. */
function dayFrom(instant: number, timeZone: string): Day {
  const day = localDay(instant, timeZone);
  return startOfDay(day, timeZone) === instant ? day : day + 1;
}

function tooEarly(earliest: Day, timeZone: string): Problem {
  const instant = new Date(startOfDay(earliest, timeZone)).toISOString();
  const day = formatDay(earliest);
  return new WordedProblem(
    {
      status: 409,
      code: 'policy-too-early',
      title: 'That day has begun already',
      detail: `Days that have begun keep their policy. The earliest is ${day}: give ${instant} or later, or leave "at" out.`,
      extra: { earliest: instant },
    },
    {
      title: '那一天已经开始',
      detail: `已开始的日子保持其策略。最早为 ${day}：请给出 ${instant} 或更晚的时间，或省略 "at"。`,
    },
  );
}

function clockNotStarted(): Problem {
  const detail = "The tenant's first orders have just come and its clock starts in a moment. Send the request again.";
  return new WordedProblem(
    { status: 409, code: 'clock-not-started', title: 'The clock has not started', detail },
    { title: '时钟尚未开始', detail: '该租户的首批订单刚到，时钟马上开始。请重新发送请求。' },
  );
}

function nothingToRollBack(): Problem {
  const detail = 'No other version has been in force before the present one.';
  return new WordedProblem(
    { status: 409, code: 'nothing-to-do', title: 'There is nothing to roll back to', detail },
    { title: '没有可以回退到的版本', detail: '在当前版本之前没有其他版本生效过。' },
  );
}

function nothingToWithdraw(version: number): Problem {
  return new WordedProblem(
    {
      status: 409,
      code: 'nothing-to-do',
      title: 'There is nothing to withdraw',
      detail: `Version ${version} is not scheduled.`,
    },
    { title: '没有可以撤回的启用', detail: `版本 ${version} 没有待生效的启用。` },
  );
}
