import { type Database, plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import type { LogRange } from '@orderweave/stream';
import type { LetterPlace } from './dead-letter.js';

// In the order of places, so that two transactions never wait for each other both.
const MARK = statement(
  'dead-letter.mark',
  `INSERT INTO dead_letter_redrive (topic, partition, record_offset, redriven_at, redriven_by, corrected, value_sha256)
   SELECT topic, partition, record_offset, $4, $5, corrected, value_sha256
     FROM unnest($1::text[], $2::int[], $3::bigint[], $6::boolean[], $7::text[])
       AS i(topic, partition, record_offset, corrected, value_sha256)
    ORDER BY topic COLLATE "C", partition, record_offset
   ON CONFLICT (topic, partition, record_offset) DO NOTHING
   RETURNING topic, partition, record_offset::text AS offset`,
);
const MARKED = statement(
  'dead-letter.marked',
  `SELECT m.topic, m.partition, m.record_offset::text AS offset, m.redriven_at, m.redriven_by, m.corrected, m.value_sha256
     FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[]) AS r(topic, partition, low, high)
    CROSS JOIN LATERAL (
      SELECT * FROM dead_letter_redrive d
       WHERE d.topic = r.topic AND d.partition = r.partition AND d.record_offset >= r.low AND d.record_offset < r.high
       OFFSET 0) m`,
);

/** How a letter was redriven. */
export interface RedriveRow extends LetterPlace {
  readonly redriven_at: Date;
  readonly redriven_by: string;
  readonly corrected: boolean;
  /** SHA-256 of what went back, hex. */
  readonly value_sha256: string;
}

/** A letter that goes back. */
export interface RedriveMark {
  readonly place: LetterPlace;
  readonly corrected: boolean;
  readonly sha256: string;
}

/** Which letters were redriven. Invariant: a letter is marked once, by the transaction that sends it back. */
export class RedriveStore {
  /** Marks letters; returns the keys (`placeKey`) of those that were not marked before. `at`: epoch milliseconds. */
  async mark(tx: Transaction, marks: readonly RedriveMark[], by: string, at: number): Promise<Set<string>> {
    const rows = await tx.query<{ topic: string; partition: number; offset: string }>(MARK, [
      textArray(marks.map(({ place }) => place.topic)),
      plainArray(marks.map(({ place }) => place.partition)),
      plainArray(marks.map(({ place }) => place.offset)),
      new Date(at).toISOString(),
      by,
      plainArray(marks.map(({ corrected }) => corrected)),
      textArray(marks.map(({ sha256 }) => sha256)),
    ]);
    return new Set(rows.map(placeKey));
  }

  /** The letters of ranges that were redriven, by `placeKey`. */
  async marked(database: Database, ranges: readonly LogRange[]): Promise<Map<string, RedriveRow>> {
    const rows = await database.query<RedriveRow>(MARKED, [
      textArray(ranges.map(({ topic }) => topic)),
      plainArray(ranges.map(({ partition }) => partition)),
      plainArray(ranges.map(({ from }) => from)),
      plainArray(ranges.map(({ to }) => to)),
    ]);
    return new Map(rows.map((row) => [placeKey(row), row]));
  }
}

/** A place in memory: `<topic>/<partition>/<offset>`. */
export function placeKey({ topic, partition, offset }: LetterPlace): string {
  return `${topic}/${partition}/${offset}`;
}
