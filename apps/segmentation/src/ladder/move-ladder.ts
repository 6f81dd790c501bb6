import { DayTurned, MonthAmountChanged, type MonthAmount, type TurnedDay } from '@orderweave/contracts';
import { parseAmount, parseDay, type Month } from '@orderweave/domain-ordering';
import type { Transaction } from '@orderweave/postgres';
import { deadLetter, isEvent, type BatchContext, type Handled, type Outcome, type Received } from '@orderweave/stream';
import { observeTransitions } from '../metrics/segmentation-metrics.js';
import { TenantMoments } from '../models/tenant-moments.js';
import type { PolicyDirectory } from '../policies/policy-directory.js';
import type { PolicyStart } from '../policies/turn-policy.js';
import type { Change } from '../transitions/change.js';
import { WindowStep } from '../windows/window-step.js';
import { Breath } from '../pieces/breath.js';
import { CustomerMarks } from './customer-marks.js';
import type { LadderMemory } from './ladder-memory.js';
import { laterNews } from './later-news.js';
import type { MonthLadder } from './month-ladder.js';
import { publishTiers } from './month-tier.store.js';
import { tierChange, type CausedCrossing, type TierCause } from './tier-changes.js';
import { TOLD_AT_ONCE, TransitionTeller } from './transition-teller.js';
import { turnDay } from './turn-day.js';

/** What the ladder works with. */
export interface LadderParts {
  readonly policies: PolicyDirectory;
  readonly memory: LadderMemory;
  readonly wallNow: () => number;
  /** Called once a turned day is committed: customers may be due. */
  readonly dayTurned: () => void;
}

/** What moved a month's ladder: who has orders of its own crosses by them, others by those of others. */
interface LadderNews {
  readonly last: TierCause;
  readonly own: Map<string, TierCause>;
}

type LadderEvent = Received<MonthAmount> | Received<TurnedDay>;

/**
 * The one writer of a tenant's tiers, value bands and RFM groups: moves the ladders with the amounts, and closes months and moves windows
 * as days turn, in the order of the stream.
 */
export function ladderHandler({ policies, memory, wallNow, dayTurned }: LadderParts) {
  const moments = new TenantMoments(policies, wallNow);
  return async function moveLadder(
    events: readonly LadderEvent[],
    tx: Transaction,
    context: BatchContext,
  ): Promise<Handled> {
    const outcomes = new Map<Received, Outcome>();
    const opened = new Map<string, MonthLadder>();
    const windows = new WindowStep(memory, tx, context);
    const teller = new TransitionTeller(tx);
    const marks = new CustomerMarks(tx);
    let touched = new Map<MonthLadder, LadderNews>();
    memory.trim(context);
    for (const received of events) {
      const { tenant } = received.payload;
      if (!policies.has(tenant)) {
        outcomes.set(received, deadLetter('UNKNOWN_TENANT', new Error(`tenant "${tenant}" is not configured`)));
      } else if (isEvent(received, MonthAmountChanged)) {
        const { month, customerId, amount, version, order, revisedAt, moved } = received.payload;
        const ladder = opened.get(`${tenant}/${month}`) ?? (await memory.open(tx, context, tenant, month));
        opened.set(`${tenant}/${month}`, ladder);
        const { traceparent } = received;
        const grew = ladder.set(customerId, parseAmount(amount), version);
        windows.note({ tenant, customerId, month, order, revisedAt, moved, traceparent, grew });
        const cause: TierCause = { order, revisedAt, ...(traceparent && { traceparent }) };
        const known = touched.get(ladder);
        const own = known?.own ?? new Map<string, TierCause>();
        own.set(customerId, laterNews(own.get(customerId), cause));
        touched.set(ladder, { last: laterNews(known?.last, cause), own });
      } else if (isEvent(received, DayTurned)) {
        if (touched.size > 0) await settle(touched);
        touched = new Map();
        await marks.write(tenant);
        const { day, now } = received.payload;
        let started: PolicyStart | undefined;
        const resettle = (months: readonly Month[], policy: PolicyStart) => {
          started = policy;
          return resettleMonths(tenant, months, policy);
        };
        const parts = { tenant, policies, resettle };
        const closed = await turnDay(tx, parts, { day: parseDay(day), now: Date.parse(now) }, teller);
        const moment = (await moments.load(tx, [tenant])).get(tenant)!;
        await windows.turn(moment, teller, started);
        marks.add({ tenant, day: moment.day, closed });
        tx.onCommit(dayTurned);
      }
    }
    await settle(touched);
    observeTransitions(tx, teller.told, events, wallNow);
    return { outcomes };

    async function resettleMonths(tenant: string, months: readonly Month[], policy: PolicyStart): Promise<void> {
      const ladders = new Map<MonthLadder, LadderNews>();
      for (const month of months) {
        const ladder = await memory.reopen(tx, context, tenant, month);
        opened.set(`${tenant}/${month}`, ladder);
        ladders.set(ladder, { last: { policy }, own: new Map() });
      }
      await settle(ladders);
    }

    async function settle(months: ReadonlyMap<MonthLadder, LadderNews>): Promise<void> {
      await marks.write();
      const breath = new Breath();
      let crossings: CausedCrossing[] = [];
      for (const [ladder, { last, own }] of months) {
        for (const piece of ladder.settle()) {
          for (const crossing of piece) {
            crossings.push({ ladder, crossing, cause: own.get(crossing.customerId) ?? last });
          }
          await breath.take();
          if (crossings.length < TOLD_AT_ONCE) continue;
          await tell(crossings);
          crossings = [];
        }
      }
      await tell(crossings, windows.tenants);
    }

    /** Tells of crossings, and of what the news changed in the windows of these tenants. */
    async function tell(crossings: readonly CausedCrossing[], tenants: readonly string[] = []): Promise<void> {
      const published = await publishTiers(
        tx,
        crossings.map(({ ladder: { tenant, month }, crossing: { customerId, tier } }) => {
          return { tenant, month, customerId, tier };
        }),
      );
      const concerned = [...new Set([...published.map(({ tenant }) => tenant), ...tenants])];
      if (concerned.length === 0) return;
      const at = await moments.load(tx, concerned);
      const changes: Change[] = published.map((row) =>
        tierChange(row, crossings[row.ordinal - 1]!, at.get(row.tenant)!),
      );
      if (tenants.length > 0) changes.push(...(await windows.settle(at)));
      await teller.tell(changes, at);
    }
  };
}
