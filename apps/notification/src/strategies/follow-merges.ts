import { CustomerProfiled, type Activity, type Profile } from '@orderweave/contracts';
import { readClock } from '@orderweave/domain-notification';
import { isEvent, type BatchHandler, type Received } from '@orderweave/stream';
import { loadClocks } from '../clock/tenant-clock.store.js';
import { announce } from './entitlement-keeper.js';
import { endMerged, lockCustomers, reownEntitlements } from './merged-entitlement.store.js';

type ActivityHandler = BatchHandler<Received<Profile> | Received<Activity>>;

/**
 * Lets `next` handle the batch, which keeps who merged into whom and whose the customers are; then ends what customers held who live on
 * under another id, and hands the entitlements of others over to their owners.
 */
export function followMerges(next: ActivityHandler, wallNow: () => number): ActivityHandler {
  const handler: ActivityHandler = async (events, tx, context) => {
    const handled = await next(events, tx, context);
    const profiles = new Map<string, Profile>();
    for (const received of events) {
      if (!isEvent(received, CustomerProfiled)) continue;
      const { tenant, customerId } = received.payload;
      profiles.set(`${tenant}/${customerId}`, received.payload);
    }
    if (profiles.size === 0) return handled;
    const customers = [...profiles.values()];
    await reownEntitlements(tx, customers);
    const merged = customers.filter(({ mergedInto }) => mergedInto !== undefined);
    if (merged.length === 0) return handled;
    await lockCustomers(tx, merged);
    const clocks = await loadClocks(tx, [...new Set(merged.map(({ tenant }) => tenant))]);
    const ends = merged.map(({ tenant, customerId }) => {
      return { tenant, customerId, at: readClock(clocks.get(tenant), wallNow()) };
    });
    const ended = announce(await endMerged(tx, ends), []);
    return { ...handled, emits: [...(handled?.emits ?? []), ...ended] };
  };
  return Object.defineProperty(handler, 'name', { value: next.name });
}
