import { openKafka, type KafkaAccess } from '@orderweave/stream';
import type { Admin } from 'kafkajs';
import type { Logger } from 'pino';
import type { ServiceConfig } from '../config.js';
import type { LetterPlace, LetterRange, LetterRecord } from './dead-letter.js';

/** Most bytes that one fetch brings into memory. */
const FETCH_BYTES = 8 << 20;

/** What is done with a record that came. */
export type TakeRecord = (place: LetterPlace, record: Omit<LetterRecord, 'place'>) => void;

/** A reader that belongs to nobody's group. */
export interface LetterConsumer {
  /** Reads the ranges' partitions from their beginnings on; resolves when it has begun. */
  start(ranges: readonly LetterRange[], take: TakeRecord): Promise<void>;
  stop(): Promise<void>;
}

/** Kafka as far as dead letters need it; connects when it is asked for something, and only for that. */
export class LetterKafka {
  private readonly access: KafkaAccess;

  constructor({ name, brokers, kafkaSecurity: { ssl, username, password } }: ServiceConfig, log: Logger) {
    const login = username && password ? { sasl: { username, password } } : {};
    this.access = openKafka({ brokers, clientId: `${name}-dead-letters`, ...(ssl && { ssl }), ...login }, log);
  }

  /** Works with an admin client. */
  async asAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.access.client.admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  }

  /** A reader in a group of its own. */
  consumer(groupId: string): LetterConsumer {
    const consumer = this.access.client.consumer({
      ...{ groupId, maxBytes: FETCH_BYTES, maxWaitTimeInMs: 100, allowAutoTopicCreation: false },
      retry: { retries: 2 },
    });
    return {
      async start(ranges, take) {
        await consumer.connect();
        await consumer.subscribe({ topics: [...new Set(ranges.map(({ topic }) => topic))], fromBeginning: true });
        await consumer.run({
          autoCommit: false,
          eachBatchAutoResolve: true,
          eachBatch: async ({ batch: { topic, partition, messages }, isStale }) => {
            // Fetched before the reader was told where to begin.
            if (isStale()) return;
            for (const { offset, timestamp, key, value, headers = {} } of messages) {
              const text = Object.entries(headers).map(([header, content]) => [header, textOf(content)]);
              const record = { timestamp: Number(timestamp), key, value };
              take({ topic, partition, offset }, { ...record, headers: Object.fromEntries(text) as Texts });
            }
          },
        });
        for (const { topic, partition, from } of ranges) consumer.seek({ topic, partition, offset: from.toString() });
      },
      stop: () => consumer.disconnect(),
    };
  }
}

type Texts = Record<string, string>;

function textOf(content: Buffer | string | readonly (Buffer | string)[] | undefined): string {
  return String((Array.isArray(content) ? content[0] : content) ?? '');
}
