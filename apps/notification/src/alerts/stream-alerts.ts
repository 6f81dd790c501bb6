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

/** What a reader of the stream is shown. */
export interface StreamView {
  readonly present: (entry: FeedEntry) => unknown;
  /** What the reader has not read: told at first, with each page and whenever it has changed. */
  readonly unread?: () => Promise<unknown>;
  /** Calls back when the reader has marked something as seen, until the returned function is called. */
  readonly onSeen?: (listener: () => void) => () => void;
}

/** Writes pages of alerts as server-sent events until the reader leaves or the pages end; waits for slow readers. */
export async function streamAlerts(
  response: ServerResponse,
  pages: AsyncIterable<FeedEntry[]>,
  { present, unread, onSeen }: StreamView,
  signal: AbortSignal,
): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.write('retry: 2000\n\n');
  let known = '';
  let telling = Promise.resolve();
  const tellUnread = async (): Promise<void> => {
    const text = unread && !signal.aborted ? JSON.stringify(await unread()) : known;
    if (text === known || signal.aborted || response.writableEnded) return;
    known = text;
    response.write(`event: unread\ndata: ${text}\n\n`);
  };
  // One after the other, so that no older count comes last; one that cannot be had now comes with the next heartbeat.
  const tellSoon = () => void (telling = telling.then(tellUnread).catch(() => undefined));
  const heartbeat = setInterval(() => {
    response.write(': still here\n\n');
    tellSoon();
  }, HEARTBEAT_MS);
  const leave = onSeen?.(tellSoon);
  tellSoon();
  try {
    for await (const page of pages) {
      const text = page.map((entry) => eventText(entry, present(entry))).join('');
      if (!response.write(text)) await once(response, 'drain', { signal });
      tellSoon();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    leave?.();
    clearInterval(heartbeat);
    response.end();
  }
}

function eventText({ xid, id }: FeedEntry, data: unknown): string {
  return `event: alert\nid: ${xid}-${id}\ndata: ${JSON.stringify(data)}\n\n`;
}
