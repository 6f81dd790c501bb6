import { CustomerProfiled, type Activity, type Profile } from '@orderweave/contracts';
import { readClock } from '@orderweave/domain-notification';
import { isEvent, type BatchHandler, type Received } from '@orderweave/stream';
import { loadClocks } from '../clock/tenant-clock.store.js';
import { keyOfCustomer } from '../merges/customer-id.js';
import type { RuleDirectory } from '../rules/versions/rule-directory.js';
import { announce } from './entitlement-keeper.js';
import { endMerged, findMerged, lockCustomers, reownEntitlements } from './merged-entitlement.store.js';
import { reviveEntitlements } from './revive-entitlements.js';

type ActivityHandler = BatchHandler<Received<Profile> | Received<Activity>>;

/** What following merges needs. */
export interface MergeFollowing {
  readonly rules: RuleDirectory;
  /** The wall clock, epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Lets `next` handle the batch, which keeps who merged into whom and whose the customers are; then ends what customers held who live on
 * under another id, gives it back to those who have come apart again, and hands the entitlements of others over to their owners.
 */
export function followMerges(next: ActivityHandler, { rules, now: wallNow }: MergeFollowing): ActivityHandler {
  const handler: ActivityHandler = async (events, tx, context) => {
    const profiles = new Map<string, Profile>();
    for (const received of events) {
      if (isEvent(received, CustomerProfiled)) profiles.set(keyOfCustomer(received.payload), received.payload);
    }
    if (profiles.size === 0) return next(events, tx, context);
    const customers = [...profiles.values()];
    const apart = customers.filter(({ mergedInto }) => mergedInto === undefined);
    const before = apart.length > 0 ? await findMerged(tx, apart) : [];
    const handled = await next(events, tx, context);
    await reownEntitlements(tx, customers);
    const merged = customers.filter(({ mergedInto }) => mergedInto !== undefined);
    const concerned = [...merged, ...before];
    if (concerned.length === 0) return handled;
    await lockCustomers(tx, concerned);
    const clocks = await loadClocks(tx, [...new Set(concerned.map(({ tenant }) => tenant))]);
    const ends = merged.map(({ tenant, customerId }) => {
      return { tenant, customerId, at: readClock(clocks.get(tenant), wallNow()) };
    });
    const ended = announce(ends.length > 0 ? await endMerged(tx, ends) : [], []);
    const still = new Set(before.length > 0 ? (await findMerged(tx, before)).map(keyOfCustomer) : []);
    const freed = before.filter((one) => !still.has(keyOfCustomer(one)));
    const revived = freed.length > 0 ? await reviveEntitlements(tx, rules, freed, wallNow()) : [];
    return { ...handled, emits: [...(handled?.emits ?? []), ...ended, ...revived] };
  };
  return Object.defineProperty(handler, 'name', { value: next.name });
}
