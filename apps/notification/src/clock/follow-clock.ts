import type { ClockMoved, MovedClock, PayloadOf } from '@orderweave/contracts';
import type { Transaction } from '@orderweave/postgres';
import type { BatchHandler, Received } from '@orderweave/stream';
import { saveClocks } from './tenant-clock.store.js';

/** What happens to a tenant's alerts as its clock moves. */
export type OnClockMoved = (tx: Transaction, tenant: string) => Promise<unknown>;

/** Follows the tenants' clocks, which decide how old a transition is and when an alert is due. */
export function followClock(onMoved: OnClockMoved): BatchHandler<Received<PayloadOf<typeof ClockMoved>>> {
  return async function followClock(events, tx) {
    const latest = new Map<string, MovedClock>();
    for (const { payload } of events) {
      const known = latest.get(payload.tenant);
      if (!known || Date.parse(payload.now) >= Date.parse(known.now)) latest.set(payload.tenant, payload);
    }
    await saveClocks(tx, [...latest.values()]);
    for (const tenant of latest.keys()) await onMoved(tx, tenant);
  };
}
