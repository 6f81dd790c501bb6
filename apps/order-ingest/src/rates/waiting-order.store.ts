import { Injectable } from '@nestjs/common';
import { type Database, plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';

const WAITING = `waiting_for IS NOT NULL AND waiting_for >= `;
const DUE = statement(
  'waiting.due',
  `SELECT r.n::int FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS r(tenant, first, behind, n)
    WHERE EXISTS (SELECT FROM order_head h WHERE h.tenant = r.tenant AND ${WAITING} r.first AND waiting_for < r.behind)
    ORDER BY r.n`,
);
// Never waits for a row: who holds one raises its head, and that revision is valued when its turn comes.
const TAKE = statement(
  'waiting.take',
  `SELECT ctid::text, waiting_for, channel, external_id, waiting FROM order_head
    WHERE tenant = $1 AND ${WAITING} $2 AND waiting_for < $3 AND (waiting_for, channel, external_id) > ($4, $5, $6)
    ORDER BY waiting_for, channel, external_id LIMIT $7 FOR UPDATE SKIP LOCKED`,
);
// By place: whatever the table held when the statement was planned, it reads these rows alone. They are locked, so none moves.
const SETTLE = statement(
  'waiting.settle',
  'UPDATE order_head SET waiting_for = NULL, waiting = NULL WHERE ctid = ANY($1::tid[]) AND waiting_for IS NOT NULL',
);
const LIST = statement(
  'waiting.list',
  `SELECT waiting_for, channel, external_id, waiting FROM order_head
    WHERE tenant = $1 AND ${WAITING} $2 AND waiting_for < $3 AND (waiting_for, channel, external_id) > ($4, $5, $6)
      AND ($8::text[] IS NULL OR channel = ANY($8))
    ORDER BY waiting_for, channel, external_id LIMIT $7`,
);
const COUNT = statement(
  'waiting.count',
  `SELECT channel, count(*)::int AS waiting FROM order_head WHERE waiting_for IS NOT NULL
    GROUP BY channel ORDER BY 2 DESC, 1 LIMIT $1`,
);

/** Some of the documents of a tenant that wait: from `first` to before `behind` in the order of `waitingFor`. */
export interface WaitingRange {
  readonly tenant: string;
  readonly first: string;
  readonly behind: string;
}

/** A place in the order of what waits: what for, channel, external id. */
export type WaitingPlace = readonly [string, string, string];

/** Before all that waits. */
export const BEFORE_ALL: WaitingPlace = ['', '', ''];

/** A document that waits. */
export interface WaitingRow {
  readonly waiting_for: string;
  readonly channel: string;
  readonly external_id: string;
  readonly waiting: string;
}

type TakenRow = WaitingRow & { readonly ctid: string };

/** The documents whose newest revision waits for a rate. */
@Injectable()
export class WaitingOrderStore {
  /** Those ranges in which anything waits. */
  async due(database: Database, ranges: readonly WaitingRange[]): Promise<WaitingRange[]> {
    if (ranges.length === 0) return [];
    const rows = await database.query<{ n: number }>(DUE, [
      textArray(ranges.map(({ tenant }) => tenant)),
      textArray(ranges.map(({ first }) => first)),
      textArray(ranges.map(({ behind }) => behind)),
    ]);
    return rows.flatMap(({ n }) => ranges[n - 1] ?? []);
  }

  /** Locks at most `limit` documents behind a place, in order, leaving out those that others hold. */
  take(
    tx: Transaction,
    { tenant, first, behind }: WaitingRange,
    after: WaitingPlace,
    limit: number,
  ): Promise<TakenRow[]> {
    return tx.query<TakenRow & Record<string, unknown>>(TAKE, [tenant, first, behind, ...after, limit]);
  }

  /** Lets documents that were taken in this transaction wait no more. */
  async settle(tx: Transaction, taken: readonly TakenRow[]): Promise<void> {
    const settled = await tx.execute(SETTLE, [plainArray(taken.map(({ ctid }) => `"${ctid}"`))]);
    if (settled !== taken.length) throw new Error(`${taken.length} documents were taken, but ${settled} settled`);
  }

  /** One page of what waits, by currency, day, channel and external id; `channels`: undefined for all. */
  list(
    database: Database,
    { tenant, first, behind }: WaitingRange,
    { channels, after, limit }: { channels: readonly string[] | undefined; after: WaitingPlace; limit: number },
  ): Promise<WaitingRow[]> {
    const open = channels === undefined ? null : textArray(channels);
    return database.query<WaitingRow & Record<string, unknown>>(LIST, [tenant, first, behind, ...after, limit, open]);
  }

  /** How many wait, by channel, of at most so many channels. */
  async count(database: Database, channels: number): Promise<Map<string, number>> {
    const rows = await database.query<{ channel: string; waiting: number }>(COUNT, [channels]);
    return new Map(rows.map(({ channel, waiting }) => [channel, waiting]));
  }
}
