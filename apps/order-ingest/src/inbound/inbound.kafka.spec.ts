import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderRecorded, type RecordedOrder } from '@orderweave/contracts';
import { createKafka } from '@orderweave/stream';
import { eventually } from '@orderweave/testing';
import type { Consumer, Producer } from 'kafkajs';
import { pino } from 'pino';
import { ingestFixture, type IngestFixture } from '../ingest-fixture.js';

describe('orders.inbound', () => {
  let ingest: IngestFixture;
  let producer: Producer;
  let consumer: Consumer;
  const recorded: RecordedOrder[] = [];
  const buried: { reason: string; value: string }[] = [];

  beforeAll(async () => {
    ingest = await ingestFixture();
    const kafka = createKafka(
      { brokers: ingest.kafka.brokers, clientId: ingest.kafka.prefix },
      pino({ level: 'silent' }),
    );
    producer = kafka.producer({ idempotent: true });
    consumer = kafka.consumer({ groupId: `${ingest.kafka.prefix}-reader` });
    await Promise.all([producer.connect(), consumer.connect()]);
    await consumer.subscribe({ topics: [OrderRecorded.topic, 'orders.inbound.dead-letters'], fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ topic, message }) => {
        const value = message.value ?? Buffer.alloc(0);
        if (topic === OrderRecorded.topic) {
          // The log of a run is shared: others put things there that are no orders.
          if (String(message.key).includes(ingest.kafka.prefix)) recorded.push(OrderRecorded.decode(value));
        } else buried.push({ reason: String(message.headers?.['dead-letter-code']), value: value.toString() });
      },
    });
  });
  afterAll(async () => {
    await Promise.all([producer.disconnect(), consumer.disconnect()]);
    await ingest.close();
  });

  it('goes through the same gate: recorded, known again, kept in quarantine with its bytes, or buried', async () => {
    const channel = ingest.kafka.prefix;
    const good = JSON.stringify({
      channel,
      externalId: '1',
      placedAt: '2026-05-01T00:00:00Z',
      currency: 'CNY',
      lines: [{ sku: 'S', quantity: 2, unitPrice: '14.665' }],
    });
    const bad = `{"channel":"${channel}","externalId":"2","currency":"CNY"}`;
    const values = [good, good, bad, '{"broken', good.replace('"1"', '"3"')];
    await producer.send({
      topic: 'orders.inbound',
      messages: values.map((value) => ({ key: 'k', value, headers: { tenant: 'default' } })),
    });
    await producer.send({
      topic: 'orders.inbound',
      messages: [{ key: 'k', value: good, headers: { tenant: channel } }],
    });

    await eventually(() => {
      const own = recorded.filter((order) => order.channel === channel);
      // Keys of different partitions have no order among each other.
      expect(own.map(({ externalId, value }) => [externalId, value]).sort()).toEqual([
        ['1', '29.33'],
        ['3', '29.33'],
      ]);
      expect(buried).toContainEqual({ reason: 'UNKNOWN_TENANT', value: good });
    }, 60_000);
    const { json } = await ingest.call('GET', '/v1/quarantine');
    const kept = await Promise.all(
      json.items.map(async ({ id }: { id: string }) => (await ingest.call('GET', `/v1/quarantine/${id}`)).json),
    );
    expect(kept.map(({ source, payload }) => [source, payload])).toEqual(
      expect.arrayContaining([
        ['kafka', bad],
        ['kafka', '{"broken'],
      ]),
    );
    expect((await ingest.call('GET', '/v1/progress?wait=10000')).json).toMatchObject({ drained: true });
  });
});
