import type { Activity, Profile } from '@orderweave/contracts';
import type { BatchHandler, Received } from '@orderweave/stream';
import { customerKey } from '../ledger/gather-batch.js';
import { noteSegmentNews, type SegmentNews } from './segment-work.store.js';

type News = Received<Profile> | Received<Activity>;

/** A handler that also has the customers of its batch judged anew by the segments, in the same transaction. */
export function notingNews(handle: BatchHandler<News>): BatchHandler<News> {
  const noting: BatchHandler<News> = async (events, tx, context) => {
    const handled = await handle(events, tx, context);
    noteSegmentNews(tx, newsOf(events));
    return handled;
  };
  return Object.defineProperty(noting, 'name', { value: handle.name });
}

/** Each customer once, with what came last. */
function newsOf(events: readonly News[]): SegmentNews[] {
  const last = new Map<string, News['payload']>();
  for (const { payload } of events) last.set(customerKey(payload.tenant, payload.customerId), payload);
  return [...last.values()].map((payload) => {
    const { tenant, customerId } = payload;
    if (!('order' in payload)) return { tenant, customerId, cause: { type: 'identity' } };
    return { tenant, customerId, cause: { type: payload.cause, ref: payload.order } };
  });
}
