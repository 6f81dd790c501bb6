import type { Activity, Profile } from '@orderweave/contracts';
import type { BatchHandler, Received } from '@orderweave/stream';
import { noteSegmentNews, type SegmentNews } from './segment-work.store.js';

type News = Received<Profile> | Received<Activity>;

/** A handler that also has the customers of its batch judged anew by the segments, in the same transaction. */
export function notingNews(handle: BatchHandler<News>): BatchHandler<News> {
  const noting: BatchHandler<News> = async (events, tx, context) => {
    const handled = await handle(events, tx, context);
    await noteSegmentNews(tx, newsOf(events));
    return handled;
  };
  return Object.defineProperty(noting, 'name', { value: handle.name });
}

/** Each customer once, with what came last. */
function newsOf(events: readonly News[]): SegmentNews[] {
  const news = new Map<string, SegmentNews>();
  for (const { payload } of events) {
    const { tenant, customerId } = payload;
    const cause: SegmentNews['cause'] =
      'order' in payload
        ? { type: payload.cause === 'identity' ? 'identity' : 'order', ref: payload.order }
        : { type: 'identity' };
    news.set(`${tenant}/${customerId}`, { tenant, customerId, cause });
  }
  return [...news.values()];
}
