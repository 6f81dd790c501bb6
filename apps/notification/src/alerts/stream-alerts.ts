import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FeedEntry, FeedPosition } from './alert-feed.js';

const HEARTBEAT_MS = 15_000;
const POSITION = /^(\d{1,20})-(\w{1,64})$/;

/** The place that a `Last-Event-ID` names; undefined for none, or one that is not ours. */
export function positionOf(lastEventId: string | undefined): FeedPosition | undefined {
  const [, xid, id] = POSITION.exec(lastEventId ?? '') ?? [];
  return xid && id ? { xid, id } : undefined;
}

/** Writes pages of alerts as server-sent events until the reader leaves or the pages end; waits for slow readers. */
export async function streamAlerts(
  response: ServerResponse,
  pages: AsyncIterable<FeedEntry[]>,
  present: (entry: FeedEntry) => unknown,
  signal: AbortSignal,
): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.write('retry: 2000\n\n');
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
  try {
    for await (const page of pages) {
      const text = page.map((entry) => eventText(entry, present(entry))).join('');
      if (!response.write(text)) await once(response, 'drain', { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    clearInterval(heartbeat);
    response.end();
  }
}

function eventText({ xid, id }: FeedEntry, data: unknown): string {
  return `event: alert\nid: ${xid}-${id}\ndata: ${JSON.stringify(data)}\n\n`;
}
