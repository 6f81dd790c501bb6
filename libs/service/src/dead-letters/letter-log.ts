import { type KafkaAccess, type LogRange, readRanges, SlowLogError } from '@orderweave/stream';
import type { Logger } from 'pino';
import type { LetterRecord } from './dead-letter.js';

/** Looks at a record; `false` ends the reading. */
export type VisitRecord = (record: LetterRecord) => boolean | void;

const READ_WITHIN_MS = 20_000;
/** Readings that may wait for their turn. */
const MOST_WAITING = 8;

/** Reads stretches of topics, one reading at a time. */
export class LetterLog {
  private turn: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(
    private readonly kafka: KafkaAccess,
    private readonly log: Logger,
  ) {}

  /** The stretch that each partition of topics holds now; topics that do not exist hold none. */
  async extent(topics: readonly string[]): Promise<LogRange[]> {
    const admin = this.kafka.client.admin();
    await admin.connect();
    try {
      const existing = new Set(await admin.listTopics());
      const found = topics
        .filter((topic) => existing.has(topic))
        .map(async (topic) =>
          (await admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => ({
            ...{ topic, partition, from: BigInt(low), to: BigInt(high) },
          })),
        );
      return (await Promise.all(found)).flat();
    } finally {
      await admin.disconnect();
    }
  }

  /** Visits the records of ranges, each partition's in the order of offsets. Throws `SlowLogError` when it takes too long. */
  read(ranges: readonly LogRange[], visit: VisitRecord): Promise<void> {
    if (ranges.every(({ from, to }) => from >= to)) return Promise.resolve();
    if (this.waiting >= MOST_WAITING) return Promise.reject(new SlowLogError(`${this.waiting} readings wait already`));
    this.waiting += 1;
    const reading = this.turn.then(() => this.readNow(ranges, visit)).finally(() => (this.waiting -= 1));
    this.turn = reading.catch(() => undefined);
    return reading;
  }

  private async readNow(ranges: readonly LogRange[], visit: VisitRecord): Promise<void> {
    const parts = readRanges(this.kafka, ranges, { log: this.log, withinMs: READ_WITHIN_MS });
    for await (const { range, records } of parts)
      for (const record of records) {
        const { offset, timestamp, key, value } = record;
        const place = { topic: range.topic, partition: range.partition, offset: `${offset}` };
        if (visit({ place, timestamp, key, value, headers: record.headers() }) === false) return;
      }
  }
}
