import type { EventDefinition } from '@orderweave/contracts';
import { createKafka } from '@orderweave/stream';
import { pino } from 'pino';

/** Everything that stands on an event's topic now, in the order of each partition. */
export async function readTopic<T>(brokers: readonly string[], event: EventDefinition<T>): Promise<T[]> {
  const kafka = createKafka({ brokers, clientId: 'reader' }, pino({ level: 'silent' }));
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(event.topic);
  await admin.disconnect();
  const left = new Map(
    ends.filter(({ high, low }) => high !== low).map(({ partition, high }) => [partition, BigInt(high) - 1n]),
  );
  const found: T[] = [];
  if (left.size === 0) return found;
  const consumer = kafka.consumer({ groupId: `reader-${process.hrtime.bigint()}` });
  await consumer.connect();
  await consumer.subscribe({ topic: event.topic, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    const eachMessage = async ({
      partition,
      message,
    }: {
      partition: number;
      message: { offset: string; value: Buffer | null; headers?: object };
    }) => {
      const type = String((message.headers as Record<string, unknown> | undefined)?.['ce_type']);
      if (message.value && type === event.type) found.push(event.decode(message.value));
      if (BigInt(message.offset) >= (left.get(partition) ?? 0n)) left.delete(partition);
      if (left.size === 0) resolve();
    };
    consumer.run({ eachMessage: eachMessage as never }).catch(reject);
  });
  await consumer.disconnect();
  return found;
}
