import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FrameWriter, readFrames, type OutboxRecord } from '@orderweave/postgres';
import type { Admin } from 'kafkajs';
import { RecordProducer } from '../produce/record-producer.js';
import { streamFixture, type StreamFixture } from './stream-fixture.js';

describe('6. The producer', () => {
  let stage: StreamFixture;
  let admin: Admin;
  let topic: string;
  beforeAll(async () => {
    stage = await streamFixture();
    admin = stage.kafka.admin();
    await admin.connect();
    topic = stage.names.topic('produced');
    await admin.createTopics({ topics: [{ topic, numPartitions: 3 }] });
  });
  afterAll(async () => {
    await admin.disconnect();
    await stage.close();
  });

  const records = (from: number, count: number, size = 10): OutboxRecord[] => {
    const frames = new FrameWriter();
    for (let n = from; n < from + count; n++) {
      const value = Buffer.from(`${n} ${'x'.repeat(size)}`);
      frames.addMessage({ topic, key: `k${n % 7}`, headers: { number: String(n), name: '订单' }, value });
    }
    return [...readFrames(frames.take())];
  };
  const arrived = async () => {
    const byKey = new Map<string, number[]>();
    for (const { key, value, headers } of await stage.read(topic)) {
      const n = Number(value?.toString().split(' ')[0]);
      expect(headers?.['number']?.toString()).toBe(String(n));
      expect(headers?.['name']?.toString()).toBe('订单');
      byKey.set(String(key), [...(byKey.get(String(key)) ?? []), n]);
    }
    return byKey;
  };

  it('6.1 what it sends is read by any client, each key in order, however many requests it takes', async () => {
    const producer = new RecordProducer(admin, stage.access.options);
    await producer.send(records(0, 500));
    // Some 4 MB to three partitions: more than one batch each.
    await producer.send(records(500, 2_000, 2_000));
    producer.close();
    const byKey = await arrived();
    const expected = Array.from({ length: 7 }, (_, key) =>
      Array.from({ length: 2_500 }, (_, n) => n).filter((n) => n % 7 === key),
    );
    expect([...byKey.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, ns]) => ns)).toEqual(expected);
  });

  it('6.2 a topic that is not there is an error; the next producer goes on', async () => {
    const producer = new RecordProducer(admin, stage.access.options);
    const lost = records(9_000, 1).map((record) => ({ ...record, topic: `${topic}-not-there` }));
    await expect(producer.send(lost)).rejects.toThrow();
    producer.close();
    const next = new RecordProducer(admin, stage.access.options);
    await next.send(records(9_000, 2));
    next.close();
    const last = [...(await arrived()).values()].flatMap((ns) => ns.filter((n) => n >= 9_000));
    expect(last.sort()).toEqual([9_000, 9_001]);
  });
});
