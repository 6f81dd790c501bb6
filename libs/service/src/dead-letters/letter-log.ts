import { randomUUID } from 'node:crypto';
import type { LetterPlace, LetterRange, LetterRecord } from './dead-letter.js';
import type { LetterKafka } from './letter-kafka.js';

/** Looks at a record; `false` ends the reading. */
export type VisitRecord = (record: LetterRecord) => boolean | void;

/** Thrown when Kafka did not give all that was asked for in time. */
export class SlowLogError extends Error {
  override name = 'SlowLogError';
}

const READ_WITHIN_MS = 20_000;
/** Readings that may wait for their turn. */
const MOST_WAITING = 8;

/** Reads stretches of topics without leaving a trace: no offset is committed, and the group is deleted afterwards. One reading at a time. */
export class LetterLog {
  private turn: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(
    private readonly kafka: LetterKafka,
    private readonly name: string,
    private readonly withinMs = READ_WITHIN_MS,
  ) {}

  /** The stretch that each partition of topics holds now; topics that do not exist hold none. */
  async extent(topics: readonly string[]): Promise<LetterRange[]> {
    return this.kafka.asAdmin(async (admin) => {
      const existing = new Set(await admin.listTopics());
      const found = topics
        .filter((topic) => existing.has(topic))
        .map(async (topic) =>
          (await admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => ({
            ...{ topic, partition, from: BigInt(low), to: BigInt(high) },
          })),
        );
      return (await Promise.all(found)).flat();
    });
  }

  /** Visits the records of ranges (at most one a partition), each partition's in the order of offsets. Throws `SlowLogError` when it takes too long. */
  read(ranges: readonly LetterRange[], visit: VisitRecord): Promise<void> {
    const wanted = ranges.filter(({ from, to }) => from < to);
    if (wanted.length === 0) return Promise.resolve();
    if (this.waiting >= MOST_WAITING) return Promise.reject(new SlowLogError(`${this.waiting} readings wait already`));
    this.waiting += 1;
    const reading = this.turn.then(() => this.readNow(wanted, visit)).finally(() => (this.waiting -= 1));
    this.turn = reading.catch(() => undefined);
    return reading;
  }

  private async readNow(ranges: readonly LetterRange[], visit: VisitRecord): Promise<void> {
    const groupId = `${this.name}.dead-letters.${randomUUID()}`;
    const consumer = this.kafka.consumer(groupId);
    const left = new Map(ranges.map((range) => [keyOf(range), range]));
    let timer: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        timer = setTimeout(() => reject(new SlowLogError(`not read within ${this.withinMs} ms`)), this.withinMs);
        const take = (place: LetterPlace, record: Omit<LetterRecord, 'place'>): void => {
          const range = left.get(keyOf(place));
          const offset = BigInt(place.offset);
          if (!range || offset < range.from) return;
          const goOn = offset >= range.to || visit({ place, ...record });
          if (offset + 1n >= range.to) left.delete(keyOf(place));
          else left.set(keyOf(place), { ...range, from: offset + 1n });
          if (goOn === false) left.clear();
          if (left.size === 0) resolve();
        };
        consumer.start([...ranges], take).catch(reject);
      });
    } finally {
      clearTimeout(timer);
      await consumer.stop();
      // A group without members is forgotten by the broker anyway, only later.
      await this.kafka.asAdmin((admin) => admin.deleteGroups([groupId])).catch(() => undefined);
    }
  }
}

function keyOf({ topic, partition }: Pick<LetterPlace, 'topic' | 'partition'>): string {
  return `${topic}/${partition}`;
}
