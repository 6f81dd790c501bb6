import { CustomerActivity, CustomerProfiled, type Activity, type Profile } from '@orderweave/contracts';
import { parseAmount, parseDay } from '@orderweave/domain-ordering';
import type { LedgerEntry } from '@orderweave/domain-segmentation';
import { isEvent, type Received } from '@orderweave/stream';

/** The newest activity of a document in a batch, with what it contributes. */
export interface NewestActivity {
  readonly customer: CustomerNews;
  readonly activity: Activity;
  readonly received: Received<Activity>;
  readonly entry: LedgerEntry;
}

/** What a batch says of one customer: of each document, and of its profile, only the newest version. */
export interface CustomerNews {
  /** Of the maps of a batch. */
  readonly key: string;
  readonly tenant: string;
  readonly customerId: string;
  profile?: Profile;
  readonly activities: Map<string, NewestActivity>;
}

/** Puts the events of a batch together by customer, in the order of their keys, in which they are locked. */
export function gatherBatch(events: readonly (Received<Profile> | Received<Activity>)[]): Map<string, CustomerNews> {
  const news = new Map<string, CustomerNews>();
  for (const received of events) {
    const { tenant, customerId } = received.payload;
    const key = customerKey(tenant, customerId);
    let of = news.get(key);
    if (!of) news.set(key, (of = { key, tenant, customerId, activities: new Map() }));
    if (isEvent(received, CustomerProfiled)) {
      if (!of.profile || of.profile.version < received.payload.version) of.profile = received.payload;
    } else if (isEvent(received, CustomerActivity)) {
      const activity = received.payload;
      const known = of.activities.get(activity.order);
      if (!known || known.activity.version < activity.version)
        of.activities.set(activity.order, { customer: of, activity, received, entry: entryOf(activity) });
    }
  }
  return new Map([...news].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function entryOf({ order, version, placedOn, netAmount, counts, purchase, intent }: Activity): LedgerEntry {
  return { order, version, placedOn: parseDay(placedOn), amount: parseAmount(netAmount), counts, purchase, intent };
}

/** A customer as a key of maps. */
export function customerKey(tenant: string, customerId: string): string {
  return `${tenant}/${customerId}`;
}
