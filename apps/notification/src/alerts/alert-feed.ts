import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Database, statement, textArray } from '@orderweave/postgres';
import { LOGGER } from '@orderweave/service';
import type { Logger } from 'pino';
import { ALERT_COLUMNS, SEEN_BY, type AlertRow } from './alert-row.js';
import { SHOWN } from './read-alerts.js';

/** A place in the feed: the transaction that changed an alert, and the alert. */
export interface FeedPosition {
  readonly xid: string;
  readonly id: string;
}

/** An alert in its newest state, and its place in the feed. */
export type FeedEntry = AlertRow & { xid: string };

const POLL_MS = 400;
const PAGE = 200;
// Ids and times of transactions do not tell in which order they commit; all below the snapshot's xmin have ended, so nothing
// can still appear behind a position that was read.
const GATE = 'changed_xid < pg_snapshot_xmin(pg_current_snapshot())';
const HEADS = statement(
  'feed.heads',
  `SELECT asked.tenant, head.xid FROM unnest($1::text[]) AS asked (tenant) CROSS JOIN LATERAL (
     SELECT changed_xid::text || '-' || id AS xid FROM alert WHERE alert.tenant = asked.tenant AND ${GATE}
     ORDER BY changed_xid DESC, id DESC LIMIT 1) head`,
);
const SINCE = statement(
  'feed.since',
  `SELECT ${ALERT_COLUMNS}, changed_xid::text AS xid FROM alert
   WHERE tenant = $1 AND (changed_xid, id) > ($2::xid8, $3::text) AND ${GATE} AND ($4::text IS NULL OR ${SEEN_BY('$4')}) AND ${SHOWN}
   ORDER BY changed_xid, id LIMIT ${PAGE}`,
);
const NOW = statement('feed.now', 'SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xid');

/**
 * The alerts of all replicas as they are raised and change, in one order that can be resumed. One small query a poll looks
 * whether anything is new, however many read.
 */
@Injectable()
export class AlertFeed implements BeforeApplicationShutdown {
  private readonly readers = new Map<string, Set<() => void>>();
  private readonly heads = new Map<string, string>();
  private timer: NodeJS.Timeout | undefined;
  private looking = false;
  private again = false;
  private closed = false;

  constructor(
    private readonly database: Database,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Looks for news at once: something was committed here. */
  wake(): void {
    if (this.readers.size > 0) void this.look();
  }

  /** Pages of what changed after `position` (from now on without one), until `signal` or shutdown; waits for more. */
  async *follow(
    { tenant, person, position }: { tenant: string; person?: string | undefined; position?: FeedPosition | undefined },
    signal: AbortSignal,
  ): AsyncGenerator<FeedEntry[]> {
    let at = position ?? (await this.here());
    const bell = this.listen(tenant, signal);
    try {
      while (!signal.aborted && !this.closed) {
        const rung = bell.next();
        const values = [tenant, at.xid, at.id, person ?? null];
        const rows = await this.database.query<FeedEntry & Record<string, unknown>>(SINCE, values);
        const last = rows.at(-1);
        if (last) at = { xid: last.xid, id: last.id };
        if (rows.length > 0) yield rows;
        if (rows.length < PAGE) await rung;
      }
    } finally {
      bell.stop();
    }
  }

  beforeApplicationShutdown(): void {
    this.closed = true;
    clearTimeout(this.timer);
    for (const bells of this.readers.values()) for (const ring of bells) ring();
  }

  /** The place behind everything that has ended. */
  private async here(): Promise<FeedPosition> {
    const [row] = await this.database.query<{ xid: string }>(NOW);
    return { xid: row!.xid, id: '' };
  }

  private listen(tenant: string, signal: AbortSignal) {
    let ring = () => {};
    const bell = () => ring();
    const bells = this.readers.get(tenant) ?? new Set();
    this.readers.set(tenant, bells.add(bell));
    signal.addEventListener('abort', bell);
    this.timer ??= setTimeout(() => void this.look(), POLL_MS);
    return {
      next: () => new Promise<void>((resolve) => (ring = resolve)),
      stop: () => {
        signal.removeEventListener('abort', bell);
        bells.delete(bell);
        if (bells.size === 0 && this.readers.get(tenant) === bells) this.readers.delete(tenant);
      },
    };
  }

  private async look(): Promise<void> {
    if (this.closed) return;
    if (this.looking) {
      // What was committed since this look began is seen by the next, at once.
      this.again = true;
      return;
    }
    this.looking = true;
    this.again = false;
    clearTimeout(this.timer);
    try {
      const heads = await this.database.query<{ tenant: string; xid: string }>(HEADS, [
        textArray([...this.readers.keys()]),
      ]);
      for (const { tenant, xid } of heads) {
        if (this.heads.get(tenant) === xid) continue;
        this.heads.set(tenant, xid);
        for (const ring of this.readers.get(tenant) ?? []) ring();
      }
    } catch (error) {
      this.log.warn({ err: error }, 'the alert feed could not look for news; it tries again');
    } finally {
      this.looking = false;
      const wait = this.again ? 0 : POLL_MS;
      this.timer = this.readers.size > 0 && !this.closed ? setTimeout(() => void this.look(), wait) : undefined;
    }
  }
}
