import type { Activity, Profile } from '@orderweave/contracts';
import type { BatchHandler, Received } from '@orderweave/stream';
import { customerKey } from '../ledger/gather-batch.js';
import { laterMoment, noteSegmentNews, type SegmentNews } from './segment-work.store.js';

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

/** Each customer once, with what came last, true since the latest of its documents: a profile is as old as the orders that it comes with. */
function newsOf(events: readonly News[]): SegmentNews[] {
  const last = new Map<string, News['payload']>();
  const dates = new Map<string, number | undefined>();
  for (const { payload } of events) {
    const key = customerKey(payload.tenant, payload.customerId);
    last.set(key, payload);
    if (!('order' in payload)) continue;
    const date = dateOf(payload);
    dates.set(key, dates.has(key) ? laterMoment(dates.get(key), date) : date);
  }
  return [...last].map(([key, payload]) => {
    const { tenant, customerId } = payload;
    const becameTrue = dates.get(key);
    if (!('order' in payload)) return { tenant, customerId, cause: { type: 'identity' }, becameTrue };
    return { tenant, customerId, cause: { type: payload.cause, ref: payload.order }, becameTrue };
  });
}

/** When a document was placed or revised, epoch milliseconds; undefined for one that only changed hands, which is true from now on. */
function dateOf({ cause, placedAt, revisedAt }: Activity): number | undefined {
  return cause === 'identity' ? undefined : Date.parse(revisedAt ?? placedAt);
}
