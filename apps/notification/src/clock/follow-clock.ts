import type { ClockMoved, PayloadOf } from '@orderweave/contracts';
import type { Transaction } from '@orderweave/postgres';
import type { BatchHandler, Received } from '@orderweave/stream';
import { saveClocks } from './tenant-clock.store.js';

/** What happens to a tenant's alerts as its clock moves. */
export type OnClockMoved = (tx: Transaction, tenant: string) => Promise<unknown>;

/**
 * Follows the tenants' clocks, which decide how old a transition is and when an alert is due: move by move, so that nothing depends on how
 * many of them come together.
 */
export function followClock(onMoved: OnClockMoved): BatchHandler<Received<PayloadOf<typeof ClockMoved>>> {
  return async function followClock(events, tx) {
    const shown = new Map<string, number>();
    for (const { payload } of events) {
      const now = Date.parse(payload.now);
      if (now < (shown.get(payload.tenant) ?? now)) continue;
      shown.set(payload.tenant, now);
      await saveClocks(tx, [payload]);
      await onMoved(tx, payload.tenant);
    }
  };
}
