import type { Database } from '../database.js';
import { statement } from '../statement.js';
import { readFrames, type OutboxRecord } from './frames.js';
import type { OutboxRow } from './outbox-row.js';

// Rows that this process wrote are at hand; only others' content leaves the database.
const READ = statement(
  'outbox.read',
  `SELECT id, CASE WHEN id = ANY($2::bigint[]) THEN NULL ELSE frames END AS frames FROM outbox ORDER BY id LIMIT $1`,
);
const REMOVE = statement('outbox.remove', 'DELETE FROM outbox WHERE id = ANY($1::bigint[])');
const BACKLOG = statement(
  'outbox.backlog',
  `SELECT coalesce(sum(messages), 0)::int AS messages,
          coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::float AS oldest_seconds
     FROM outbox`,
);

/** Most bytes that are kept at hand; what is beyond is read from the table. */
const KEPT_BYTES = 32 << 20;

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
  private readonly kept = new Map<string, Buffer>();
  private keptBytes = 0;

  constructor(private readonly database: Database) {}

  /** Keeps rows at hand that were just committed, so that they need not be read back. */
  keep(rows: readonly OutboxRow[]): void {
    for (const { id, frames } of rows) {
      if (this.keptBytes + frames.length > KEPT_BYTES) continue;
      this.kept.set(id, frames);
      this.keptBytes += frames.length;
    }
  }

  /** The oldest committed rows, at most `rows`. */
  async read(rows: number): Promise<OutboxBatch> {
    const kept = new Map(this.kept);
    const found = await this.database.query<{ id: string; frames: Buffer | null }>(READ, [rows, [...kept.keys()]]);
    const frames = found.map((row) => row.frames ?? kept.get(row.id)!);
    return { ids: found.map(({ id }) => id), records: frames.flatMap((row) => [...readFrames(row)]) };
  }

  /** Deletes rows that Kafka has acknowledged. */
  async remove(batch: OutboxBatch): Promise<void> {
    await this.database.query(REMOVE, [batch.ids]);
    for (const id of batch.ids) {
      this.keptBytes -= this.kept.get(id)?.length ?? 0;
      this.kept.delete(id);
    }
  }

  /** Lets go of what is at hand: somebody else publishes. */
  forget(): void {
    this.kept.clear();
    this.keptBytes = 0;
  }

  /** Messages that wait, and the age of the oldest in seconds. */
  async backlog(): Promise<{ messages: number; oldestSeconds: number }> {
    const [row] = await this.database.query<{ messages: number; oldest_seconds: number }>(BACKLOG);
    return { messages: row?.messages ?? 0, oldestSeconds: row?.oldest_seconds ?? 0 };
  }
}
