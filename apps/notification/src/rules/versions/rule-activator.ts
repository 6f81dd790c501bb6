import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '@orderweave/postgres';
import { Problem } from '@orderweave/service';
import { StrategyPass } from '../../strategies/strategy-pass.js';
import { putActivation, readActivations, removeActivations } from './rule-activation.store.js';
import { recordDeed, type Actor, type RuleAction } from './rule-audit.store.js';
import { tenantNow } from './rule-directory.js';
import { unknownRules } from './rule-editor.js';
import { lockRules, readVersion } from './rule-version.store.js';

/** When a version comes into force. */
export interface Activated {
  readonly version: number;
  /** Epoch milliseconds by the tenant's clock. */
  readonly from: number;
  /** Whether it was, or would have been, in force at that moment anyway. */
  readonly unchanged: boolean;
  /** The version that was to come into force at that very moment. */
  readonly superseded: number | null;
}

/** A version, 0 for the default one, that is to come into force at a moment (epoch milliseconds), or now. */
export interface Wanted {
  readonly version: number;
  readonly at?: number | undefined;
  readonly note?: string | undefined;
}

/** Brings versions into force, now or at a moment of the tenant's clock; never in the past, of which alerts have been raised. */
@Injectable()
export class RuleActivator {
  constructor(
    private readonly database: Database,
    private readonly strategies: StrategyPass,
  ) {}

  /** Activates a version. Throws a `Problem`: 404 for one that is not there, 409 for a moment that is over. */
  activate(actor: Actor, wanted: Wanted): Promise<Activated> {
    return this.change(actor.tenant, async (tx, now) => {
      const { tenant } = actor;
      if (wanted.version > 0 && !(await readVersion(tx, tenant, wanted.version))) throw unknownRules(wanted.version);
      return this.put(tx, actor, { ...wanted, from: startAt(now, wanted.at) });
    });
  }

  /** Activates the version before the one in force. Throws a `Problem` (409) when there is none. */
  rollBack(actor: Actor, { at, note }: Omit<Wanted, 'version'>): Promise<Activated> {
    return this.change(actor.tenant, async (tx, now) => {
      const past = (await readActivations(tx, actor.tenant)).filter(({ from }) => from <= now);
      // Before everything else the default rules were in force.
      const versions = [0, ...past.map(({ version }) => version)];
      const previous = versions.findLast((version) => version !== versions.at(-1));
      if (previous === undefined)
        throw nothingTo('roll back to', 'No other version has been in force before the present one.');
      return this.put(tx, actor, { version: previous, from: startAt(now, at), note, action: 'rolled-back' });
    });
  }

  /** Takes back activations of a version that have not come yet; returns their moments. Throws a `Problem` (409) when there are none. */
  withdraw(actor: Actor, { version, note }: Omit<Wanted, 'at'>): Promise<number[]> {
    return this.change(actor.tenant, async (tx, now) => {
      const moments = await removeActivations(tx, actor.tenant, { version, after: now });
      if (moments.length === 0) throw nothingTo('withdraw', `Version ${version} is not scheduled.`);
      for (const from of moments) await recordDeed(tx, actor, { action: 'withdrawn', version, from, note });
      return moments;
    });
  }

  private change<T>(tenant: string, work: (tx: Transaction, now: number) => Promise<T>): Promise<T> {
    return this.database.transaction(async (tx) => {
      await lockRules(tx, tenant);
      return work(tx, await tenantNow(tx, tenant, Date.now()));
    });
  }

  private async put(
    tx: Transaction,
    actor: Actor,
    { version, from, note, action = 'activated' }: Wanted & { from: number; action?: RuleAction },
  ): Promise<Activated> {
    const { tenant, name: by } = actor;
    const activations = await readActivations(tx, tenant);
    const before = activations.findLast((one) => one.from <= from)?.version ?? 0;
    if (before === version) return { version, from, unchanged: true, superseded: null };
    const superseded = activations.find((one) => one.from === from)?.version ?? null;
    await putActivation(tx, tenant, { from, version, by });
    if (superseded !== null) await recordDeed(tx, actor, { action: 'superseded', version: superseded, from, note });
    await recordDeed(tx, actor, { action, version, from, note });
    tx.onCommit(() => this.strategies.wake());
    return { version, from, unchanged: false, superseded };
  }
}

function startAt(now: number, at: number | undefined): number {
  if (at === undefined || at === now) return now;
  if (at > now) return at;
  const instant = new Date(now).toISOString();
  throw new Problem({
    status: 409,
    code: 'rules-too-early',
    title: 'That moment is over',
    detail: `The tenant's clock shows ${instant}: give a later moment, or leave "at" out.`,
    extra: { earliest: instant },
  });
}

function nothingTo(what: string, detail: string): Problem {
  return new Problem({ status: 409, code: 'nothing-to-do', title: `There is nothing to ${what}`, detail });
}
