import { momentOf } from '@orderweave/domain-notification';
import { localDay, type Day } from '@orderweave/domain-ordering';
import type { Transaction } from '@orderweave/postgres';
import type { CalendarOf } from '../../life/tenant-calendar.js';
import type { SeenTransition } from '../decide-alerts.js';
import { keepTransitions, pruneTransitions, type KeptTransition } from './kept-transition.store.js';

/** Transitions are kept for so many of the tenant's local days, the present one included. */
export const KEPT_DAYS = 90;

/** Keeps what transitions came in the last days and when, whatever became of them. */
export class TransitionLog {
  /** The last day of each tenant on which what is too old was taken away. */
  private readonly pruned = new Map<string, Day>();

  constructor(private readonly calendarOf: CalendarOf) {}

  /** Keeps a batch, in one statement; what a tenant's new day makes too old goes. */
  keep(tx: Transaction, batch: readonly SeenTransition[]): void {
    const today = new Map<string, Day>();
    const kept = batch.flatMap(({ transition, now }, place): KeptTransition[] => {
      const { tenant } = transition;
      const { timeZone } = this.calendarOf(tenant);
      const seenAt = momentOf(transition, now);
      const day = localDay(seenAt, timeZone);
      today.set(tenant, Math.max(day, today.get(tenant) ?? day));
      // A log that is read from its beginning says again what nobody looks at any more.
      if (localDay(Date.parse(transition.recordedAt), timeZone) <= day - KEPT_DAYS) return [];
      return [{ transition, day, seenAt, place }];
    });
    if (kept.length > 0) keepTransitions(tx, kept);
    for (const [tenant, day] of today) {
      if ((this.pruned.get(tenant) ?? -Infinity) >= day) continue;
      pruneTransitions(tx, tenant, day - KEPT_DAYS);
      tx.onCommit(() => this.pruned.set(tenant, day));
    }
  }
}
