import type { Database } from '../database.js';
import { statement } from '../statement.js';
import { readFrames, type OutboxRecord } from './frames.js';

const READ = statement('outbox.read', 'SELECT id, frames FROM outbox ORDER BY id LIMIT $1');
const REMOVE = statement('outbox.remove', 'DELETE FROM outbox WHERE id = ANY($1::bigint[])');
const BACKLOG = statement(
  'outbox.backlog',
  `SELECT coalesce(sum(messages), 0)::int AS messages,
          coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::float AS oldest_seconds
     FROM outbox`,
);

/** Rows taken from the outbox, to be removed once Kafka has them. */
export interface OutboxBatch {
  readonly ids: string[];
  readonly records: OutboxRecord[];
}

/**
 * Reads the outbox in id order and deletes what was published. No row can be skipped: there is no position to run ahead of
 * rows that commit late, a row is there until it was sent. And a key keeps its order: whoever changes a key holds its lock
 * when its row gets its id, so ids of one key commit in order.
 */
export class OutboxReader {
  constructor(private readonly database: Database) {}

  /** The oldest committed rows, at most `rows`. */
  async read(rows: number): Promise<OutboxBatch> {
    const found = await this.database.query<{ id: string; frames: Buffer }>(READ, [rows]);
    return { ids: found.map((row) => row.id), records: found.flatMap((row) => [...readFrames(row.frames)]) };
  }

  /** Deletes rows that Kafka has acknowledged. */
  async remove(batch: OutboxBatch): Promise<void> {
    await this.database.query(REMOVE, [batch.ids]);
  }

  /** Messages that wait, and the age of the oldest in seconds. */
  async backlog(): Promise<{ messages: number; oldestSeconds: number }> {
    const [row] = await this.database.query<{ messages: number; oldest_seconds: number }>(BACKLOG);
    return { messages: row?.messages ?? 0, oldestSeconds: row?.oldest_seconds ?? 0 };
  }
}
