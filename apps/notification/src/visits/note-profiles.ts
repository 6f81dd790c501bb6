import { CustomerProfiled, type Activity, type Profile } from '@orderweave/contracts';
import { isEvent, type BatchHandler, type Received } from '@orderweave/stream';
import { reownTasks } from '../tasks/reown-tasks.js';
import { noteOwners } from './customer-owner.store.js';

type ActivityHandler = BatchHandler<Received<Profile> | Received<Activity>>;

/** Keeps whose the customers are, hands their tasks over when that changes, and lets `next` handle the batch. */
export function noteProfiles(next: ActivityHandler): ActivityHandler {
  const handler: ActivityHandler = async (events, tx, context) => {
    const newest = new Map<string, Profile>();
    for (const received of events) {
      if (!isEvent(received, CustomerProfiled)) continue;
      const { payload } = received;
      const key = `${payload.tenant}/${payload.customerId}`;
      if ((newest.get(key)?.version ?? 0) < payload.version) newest.set(key, payload);
    }
    if (newest.size > 0) {
      // Two batches of one customer wait for each other in one order.
      const sorted = [...newest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, profile]) => profile);
      const reowned = await noteOwners(tx, sorted);
      if (reowned.length > 0) await reownTasks(tx, reowned);
    }
    return next(events, tx, context);
  };
  return Object.defineProperty(handler, 'name', { value: next.name });
}
