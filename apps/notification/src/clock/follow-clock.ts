import type { ClockMoved, MovedClock, PayloadOf } from '@orderweave/contracts';
import type { BatchHandler, Received } from '@orderweave/stream';
import { saveClocks } from './tenant-clock.store.js';

/** Follows the tenants' clocks, which decide how old a transition is. */
export function followClock(): BatchHandler<Received<PayloadOf<typeof ClockMoved>>> {
  return async function followClock(events, tx) {
    const latest = new Map<string, MovedClock>();
    for (const { payload } of events) {
      const known = latest.get(payload.tenant);
      if (!known || Date.parse(payload.now) >= Date.parse(known.now)) latest.set(payload.tenant, payload);
    }
    await saveClocks(tx, [...latest.values()]);
  };
}
