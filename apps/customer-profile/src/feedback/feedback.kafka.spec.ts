import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CustomerFeedback, FeedbackRecorded, OrderRecorded, type FeedbackMeaning } from '@orderweave/contracts';
import { Database, emit } from '@orderweave/postgres';
import { bootService, type RunningService } from '@orderweave/service';
import { createKafka } from '@orderweave/stream';
import { eventually, testKafka, testPostgres, type TestPostgres } from '@orderweave/testing';
import type { Consumer } from 'kafkajs';
import { pino } from 'pino';
import { AppModule } from '../app.module.js';
import { IDENTITY_POLICY } from '../identity/identity-policy.js';
import { CUSTOMER_PROFILE_MIGRATIONS } from '../migrations/customer-profile-migrations.js';
import { NetworkWriter } from '../network/network-writer.js';
import { OrderIds } from '../network/order-ids.js';
import { recordedOrder } from '../network/recorded-order.fixture.js';
import { customerProfileTopology } from '../topology.js';
import { recordedFeedback } from './feedback.fixture.js';

const TENANT = 'feedback-desk';
const key = (name: string, role: string) => ({
  ...{ name, role, tenant: TENANT },
  sha256: createHash('sha256').update(name).digest('hex'),
});

describe('feedback off the log and over HTTP', () => {
  let service: RunningService;
  let schema: TestPostgres;
  let consumer: Consumer;
  const told: FeedbackMeaning[] = [];

  beforeAll(async () => {
    const kafka = await testKafka();
    schema = await testPostgres();
    service = await bootService({
      name: 'customer-profile',
      module: AppModule,
      migrations: CUSTOMER_PROFILE_MIGRATIONS,
      topology: (app) =>
        customerProfileTopology({
          ...{ policy: app.get(IDENTITY_POLICY), ids: app.get(OrderIds), writer: app.get(NetworkWriter) },
        }),
      env: {
        PORT: '0',
        DATABASE_URL: schema.url,
        KAFKA_BROKERS: kafka.brokers.join(','),
        TENANTS: JSON.stringify([{ tenant: TENANT }]),
        API_KEYS: JSON.stringify([key('boss', 'manager'), key('bo', 'rep'), key('al', 'rep')]),
        LOG_LEVEL: 'silent',
        DOCS_PAGE: 'false',
      },
    });
    const { brokers, prefix: clientId } = kafka;
    consumer = createKafka({ brokers, clientId }, pino({ level: 'silent' })).consumer({ groupId: `${clientId}-told` });
    await consumer.connect();
    await consumer.subscribe({ topics: [CustomerFeedback.topic], fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message }) => {
        if (message.headers?.['ce_type']?.toString() !== CustomerFeedback.type) return;
        const meaning = CustomerFeedback.decode(message.value ?? Buffer.alloc(0));
        if (meaning.tenant === TENANT) told.push(meaning);
      },
    });
    const database = service.app.get(Database);
    const feedback = recordedFeedback({ feedbackId: 'f', tenant: TENANT, order: 'shop/1', text: 'Never came' });
    const order = recordedOrder({ externalId: '1', tenant: TENANT, identifiers: ['email:ann@x.com'], salesRep: 'bo' });
    await database.transaction(async (tx) =>
      tx.publish([emit(FeedbackRecorded, feedback), emit(OrderRecorded, order)]),
    );
    await eventually(() => expect(told).toHaveLength(1), 20_000);
  });
  afterAll(async () => {
    await consumer?.disconnect();
    await service?.stop();
    await schema?.drop();
  });

  async function get(path: string, as = 'boss'): Promise<[number, Record<string, unknown>]> {
    const response = await fetch(`${service.url}/v1/${path}`, { headers: { authorization: `Bearer ${as}` } });
    return [response.status, (await response.json()) as Record<string, unknown>];
  }

  it('is told to who counts customers, without its words', () => {
    expect(told[0]).toMatchObject({ feedback: 'shop/f', order: 'shop/1', detractor: true, counts: true });
    expect(JSON.stringify(told)).not.toContain('Never came');
  });

  it('is shown to whose customer it is, in lists and on the timeline', async () => {
    const [{ customerId }] = told as [FeedbackMeaning];
    const listed = { items: [{ feedback: 'shop/f', text: 'Never came', customerId }], next: null };
    expect(await get('feedback?detractor=true&kind=csat&open=true&limit=5', 'bo')).toMatchObject([200, listed]);
    expect(await get('feedback', 'al')).toEqual([200, { items: [], next: null }]);
    expect((await get(`customers/${customerId}`, 'bo'))[1]['timeline']).toMatchObject([
      { kind: 'feedback', feedback: 'shop/f' },
      { kind: 'order', order: 'shop/1' },
    ]);
    const month = { month: '2026-01', csat: { value: 0, n: 1 }, nps: { value: null, n: 0 }, complaints: 0 };
    expect(await get('feedback/scores?from=2026-01')).toMatchObject([200, { items: [month] }]);
  });

  it('names what is wrong with a request', async () => {
    const wrong = ['kind=praise', 'detractor=1', 'from=2026-02-40', 'limit=0', 'cursor=x'].map(
      (query) => `feedback?${query}`,
    );
    for (const path of [...wrong, 'feedback/scores?from=2026', 'feedback/scores?from=2026-02&to=2026-01'])
      expect(await get(path)).toMatchObject([400, { errors: [{}] }]);
  });
});
