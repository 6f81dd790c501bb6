import { CustomerProfiled, type Activity, type Profile } from '@orderweave/contracts';
import { isEvent, type BatchHandler, type Received } from '@orderweave/stream';
import { addNews } from '../outcome/settle/outcome-news.store.js';
import { noteOwners } from '../visits/customer-owner.store.js';
import { keyOfCustomer } from './customer-id.js';
import { byMember, findMembers } from './find-families.js';
import type { HandOver } from './hand-over.js';
import { saveMerges } from './save-merges.js';

type ActivityHandler = BatchHandler<Received<Profile> | Received<Activity>>;

/** What following profiles needs. */
export interface ProfileFollowing {
  readonly handOver: HandOver;
  /** Called after a commit by which outcomes may have become others. */
  readonly onNews: () => void;
}

/**
 * Keeps whose the customers are and who has merged into whom, hands over what waits for customers who belong to another one now, under
 * whichever of their ids it came, and lets `next` handle the batch.
 */
export function followProfiles(next: ActivityHandler, { handOver, onNews }: ProfileFollowing): ActivityHandler {
  const handler: ActivityHandler = async (events, tx, context) => {
    const newest = new Map<string, Profile>();
    for (const received of events) {
      if (!isEvent(received, CustomerProfiled)) continue;
      const { payload } = received;
      const key = keyOfCustomer(payload);
      if ((newest.get(key)?.version ?? 0) < payload.version) newest.set(key, payload);
    }
    if (newest.size > 0) {
      // Two batches of one customer wait for each other in one order.
      const sorted = [...newest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, profile]) => profile);
      const reowned = await noteOwners(tx, sorted);
      const merged = await saveMerges(tx, sorted);
      await addNews(tx, merged);
      if (merged.length > 0) tx.onCommit(onNews);
      const members = await findMembers(tx, sorted);
      const families = byMember(members);
      const news = new Set([...reowned, ...merged].map(keyOfCustomer));
      const concerned = members.filter((member) => {
        // The profile of who survives may come after the merge; until then nothing is known of who has the customer.
        const several = families.get(keyOfCustomer(member))!.ids.length > 1;
        return (several || news.has(keyOfCustomer(member))) && (member.certain || member.owner !== null);
      });
      await handOver(tx, concerned);
    }
    return next(events, tx, context);
  };
  return Object.defineProperty(handler, 'name', { value: next.name });
}
