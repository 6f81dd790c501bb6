import { Injectable } from '@nestjs/common';
import { type Database, statement, textArray, type Transaction } from '@orderweave/postgres';

// Locked in the order of ids, as the gate keeps them, so that two transactions never wait for each other both.
const CLOSE = statement(
  'quarantine.close',
  `WITH deed AS (
     SELECT * FROM unnest($2::text[], $3::text[], $4::text[], $5::bytea[]) AS d(id, order_key, result, corrected)
   ), still AS (
     SELECT q.id FROM quarantine q WHERE q.tenant = $1 AND q.id = ANY($2::text[]) AND q.state = 'open' ORDER BY q.id FOR UPDATE
   ), closed AS (
     UPDATE quarantine q SET state = $6::text, closed_at = $7::timestamptz FROM still WHERE q.tenant = $1 AND q.id = still.id RETURNING q.id
   )
   INSERT INTO quarantine_deed (tenant, entry_id, state, at, done_by, note, order_key, result, corrected)
   SELECT $1, closed.id, $6::text, $7::timestamptz, $8, $9, deed.order_key, deed.result, deed.corrected
     FROM closed JOIN deed ON deed.id = closed.id
   RETURNING entry_id`,
);
// Never waits: the gate may hold an entry whose bytes came again.
const FORGET = statement(
  'quarantine.forget',
  `DELETE FROM quarantine WHERE ctid = ANY(ARRAY(
     SELECT ctid FROM quarantine WHERE closed_at < $1 ORDER BY closed_at LIMIT 1000 FOR UPDATE SKIP LOCKED))`,
);

/** Who closes entries, how, and when (epoch milliseconds). */
export interface Closing {
  readonly tenant: string;
  readonly state: 'redriven' | 'discarded';
  readonly by: string;
  readonly at: number;
  readonly note?: string | undefined;
}

/** What came of one entry. */
export interface Deed {
  readonly id: string;
  readonly order?: string | undefined;
  readonly result?: string | undefined;
  /** The document that was taken in its place. */
  readonly corrected?: Buffer | undefined;
}

/** Closes entries and says so in the audit, in one statement. Invariant: an entry is closed by exactly one of those who try at once. */
@Injectable()
export class QuarantineDeedStore {
  /** Closes those of the entries that are open; returns their ids. */
  async close(tx: Transaction, closing: Closing, deeds: readonly Deed[]): Promise<Set<string>> {
    const { tenant, state, by, at, note = null } = closing;
    const rows = await tx.query<{ entry_id: string }>(CLOSE, [
      tenant,
      textArray(deeds.map(({ id }) => id)),
      textArray(deeds.map(({ order }) => order)),
      textArray(deeds.map(({ result }) => result)),
      textArray(deeds.map(({ corrected }) => corrected && `\\x${corrected.toString('hex')}`)),
      ...[state, new Date(at).toISOString(), by, note],
    ]);
    return new Set(rows.map(({ entry_id }) => entry_id));
  }

  /** Deletes entries that were closed before an instant (epoch milliseconds), with what was done with them; a piece at a time. */
  async forget(database: Database, before: number): Promise<void> {
    await database.query(FORGET, [new Date(before).toISOString()]);
  }
}
