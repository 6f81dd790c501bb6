import { randomUUID } from 'node:crypto';
import type { EventDefinition } from '@orderweave/contracts';
import { emit, FrameWriter, messageOf, readFrames } from '@orderweave/postgres';
import { createKafka } from '@orderweave/stream';
import kafkajs, { type Message, type Producer } from 'kafkajs';
import { pino } from 'pino';

const CHUNK = 1_000;

/** Puts events straight onto a topic, encoded beforehand, so that making them is not part of a measurement. */
export class OrderFeed {
  private constructor(private readonly producer: Producer) {}

  static async connect(brokers: readonly string[]): Promise<OrderFeed> {
    const kafka = createKafka({ brokers, clientId: 'bench-feed' }, pino({ level: 'silent' }));
    const producer = kafka.producer({ idempotent: true, createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
    await producer.connect();
    return new OrderFeed(producer);
  }

  /** Encodes events as their service's relay would. */
  static encode<T>(event: EventDefinition<T>, payloads: Iterable<T>): Message[] {
    const frames = new FrameWriter();
    const envelope = { source: '/orderweave/bench', id: randomUUID(), time: new Date().toISOString() };
    for (const payload of payloads) frames.addEvent(emit(event, payload), envelope);
    return [...readFrames(frames.take())].map((record) => {
      const { key, headers, value } = messageOf(record);
      return { key, headers, value };
    });
  }

  /** Sends in order; uncompressed for a reader that knows no LZ4. */
  async send(topic: string, messages: readonly Message[], compressed = true): Promise<void> {
    for (let from = 0; from < messages.length; from += CHUNK) {
      const compression = compressed ? kafkajs.CompressionTypes.LZ4 : kafkajs.CompressionTypes.None;
      await this.producer.send({ topic, acks: -1, compression, messages: messages.slice(from, from + CHUNK) });
    }
  }

  async close(): Promise<void> {
    await this.producer.disconnect();
  }
}
