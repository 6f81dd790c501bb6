import { CustomerActivity, type Activity, type Profile } from '@orderweave/contracts';
import { outcomeHorizon, readClock } from '@orderweave/domain-notification';
import { isEvent, type BatchHandler, type Received } from '@orderweave/stream';
import { loadClocks } from '../../clock/tenant-clock.store.js';
import { addNews } from '../settle/outcome-news.store.js';
import { saveOrders } from './outcome-order.store.js';

/** What following orders needs. */
export interface OrderFollowing {
  /** Called after a commit that brought something new. */
  readonly onNews: () => void;
  /** The wall clock, epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Keeps of orders what the outcome of an alert can need: the newest version of each, of the last months
 * by the tenant's clock, in a statement a table. What came of it is judged afterwards, when alerts and orders have both committed.
 */
export function followOrders({ onNews, now }: OrderFollowing): BatchHandler<Received<Profile> | Received<Activity>> {
  return async function followOrders(events, tx) {
    const activities = new Map<string, Activity>();
    for (const received of events) {
      if (isEvent(received, CustomerActivity)) keepNewest(activities, received.payload);
    }
    if (activities.size === 0) return;
    const clocks = await loadClocks(tx, [...new Set([...activities.values()].map(({ tenant }) => tenant))]);
    const wall = now();
    const recent = inOrder(activities).map((activity) => {
      const horizon = outcomeHorizon(readClock(clocks.get(activity.tenant), wall));
      return { activity, recent: Date.parse(activity.placedAt) > horizon };
    });
    const customers = await saveOrders(tx, recent);
    await addNews(tx, customers);
    if (customers.length > 0) tx.onCommit(onNews);
  };
}

function keepNewest(known: Map<string, Activity>, one: Activity): void {
  const key = `${one.tenant}\n${one.customerId}\n${one.order}`;
  const other = known.get(key);
  if (!other || other.version < one.version) known.set(key, one);
}

/** Two batches that touch the same rows wait for each other in one order. */
function inOrder<T>(known: ReadonlyMap<string, T>): T[] {
  return [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
