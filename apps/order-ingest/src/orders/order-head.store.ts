import { Injectable } from '@nestjs/common';
import type { RecordedOrder, Revision } from '@orderweave/contracts';
import { type Amount, formatInstant } from '@orderweave/domain-ordering';
import { type Database, plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import { documentKey } from './settle-revisions.js';
import { waitingOf } from './waiting-order.js';

// `head` is read as it was when the statement began, `written` is what this statement changed: one trip for both.
const WRITE = statement(
  'order-head.write',
  `WITH incoming AS (
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::smallint[], $6::text[], $7::text[], $8::text[])
       WITH ORDINALITY AS i(tenant, channel, external_id, updated_at, rank, hash, waiting_for, waiting, n)
   ), written AS (
     INSERT INTO order_head AS kept (tenant, channel, external_id, updated_at, rank, hash, waiting_for, waiting)
     SELECT tenant, channel, external_id, updated_at, rank, hash, waiting_for, waiting FROM incoming ORDER BY n
     ON CONFLICT (tenant, channel, external_id) DO UPDATE
       SET updated_at = excluded.updated_at, rank = excluded.rank, hash = excluded.hash,
         waiting_for = excluded.waiting_for, waiting = excluded.waiting
       WHERE (kept.updated_at, kept.rank, kept.hash) < (excluded.updated_at, excluded.rank, excluded.hash)
     RETURNING tenant, channel, external_id
   )
   SELECT i.n::int, head.updated_at, head.rank, head.hash, written.tenant IS NOT NULL AS written
     FROM incoming i
     LEFT JOIN LATERAL (
       SELECT updated_at, rank, hash FROM order_head h
        WHERE h.tenant = i.tenant AND h.channel = i.channel AND h.external_id = i.external_id LIMIT 1) head ON true
     LEFT JOIN written USING (tenant, channel, external_id)`,
);

const READ = statement(
  'order-head.read',
  `SELECT i.n::int, head.updated_at, head.rank, head.hash
     FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS i(tenant, channel, external_id, n)
    CROSS JOIN LATERAL (
      SELECT updated_at, rank, hash FROM order_head h
       WHERE h.tenant = i.tenant AND h.channel = i.channel AND h.external_id = i.external_id LIMIT 1) head`,
);

interface HeadRow {
  readonly n: number;
  readonly updated_at: Date | null;
  readonly rank: number;
  readonly hash: string;
}

/** A document's newest revision; `worth`: in its own currency, of one that has no value yet. */
export interface NewHead {
  readonly order: RecordedOrder;
  readonly worth?: Amount | undefined;
}

/** What a write found and did. */
export interface HeadWrite {
  /** Newest revisions before, by document. */
  readonly before: Map<string, Revision>;
  /** Keys of the documents whose newest revision is now the one given. */
  readonly written: ReadonlySet<string>;
}

/** The newest accepted revision of every document. Invariant: a head only ever moves up in the order of revisions. */
@Injectable()
export class OrderHeadStore {
  /** Raises heads, and keeps what waits for a rate; `heads` holds each document once, sorted by `documentKey`. */
  async write(tx: Transaction, heads: readonly NewHead[]): Promise<HeadWrite> {
    const orders = heads.map(({ order }) => order);
    const waiting = heads.map(waitingOf);
    const rows = await tx.query<HeadRow & { written: boolean }>(WRITE, [
      ...keyColumns(orders),
      plainArray(orders.map(({ revision }) => revision.updatedAt)),
      plainArray(orders.map(({ revision }) => revision.rank)),
      plainArray(orders.map(({ revision }) => revision.hash)),
      textArray(waiting.map((one) => one?.waitingFor)),
      textArray(waiting.map((one) => one?.waiting)),
    ]);
    const written = rows.filter((row) => row.written).map(({ n }) => keyAt(orders, n));
    return { before: revisionsOf(orders, rows), written: new Set(written) };
  }

  /** Newest revisions at this moment, by document; none for a document that is new. */
  async read(from: Transaction | Database, orders: readonly RecordedOrder[]): Promise<Map<string, Revision>> {
    return revisionsOf(orders, await from.query<HeadRow & { n: number }>(READ, keyColumns(orders)));
  }
}

function keyColumns(orders: readonly RecordedOrder[]): string[] {
  return [
    textArray(orders.map(({ tenant }) => tenant)),
    textArray(orders.map(({ channel }) => channel)),
    textArray(orders.map(({ externalId }) => externalId)),
  ];
}

function revisionsOf(orders: readonly RecordedOrder[], rows: readonly HeadRow[]): Map<string, Revision> {
  return new Map(
    rows.flatMap(({ n, updated_at, rank, hash }): [string, Revision][] =>
      updated_at ? [[keyAt(orders, n), { updatedAt: formatInstant(updated_at.getTime()), rank, hash }]] : [],
    ),
  );
}

function keyAt(orders: readonly RecordedOrder[], ordinal: number): string {
  const order = orders[ordinal - 1];
  if (!order) throw new RangeError(`no order ${ordinal} in this batch`);
  return documentKey(order);
}
