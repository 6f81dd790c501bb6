import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CustomerActivity,
  CustomerFeedback,
  CustomerProfiled,
  CustomerTransition,
  type FeedbackMeaning,
  type Transition,
} from '@orderweave/contracts';
import { parseDay } from '@orderweave/domain-ordering';
import { emit } from '@orderweave/postgres';
import { createKafka } from '@orderweave/stream';
import { eventually, testKafka } from '@orderweave/testing';
import type { Consumer } from 'kafkajs';
import { pino } from 'pino';
import { buildActivity } from '../testing/build-activity.js';
import { serveSegmentation, type ServedSegmentation } from '../testing/serve-segmentation.js';

const tenant = 'acme-feedback';
const customerId = 'c1';

describe('feedback off the log', () => {
  let service: ServedSegmentation;
  let consumer: Consumer;
  const told: Transition[] = [];
  beforeAll(async () => {
    const { brokers, prefix: clientId } = await testKafka();
    service = await serveSegmentation([{ name: 'ana', role: 'analyst', tenant }]);
    consumer = createKafka({ brokers, clientId }, pino({ level: 'silent' })).consumer({ groupId: `${clientId}-told` });
    await consumer.connect();
    await consumer.subscribe({ topics: [CustomerTransition.topic], fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message }) => {
        // The log of a run is shared: others put things there that are no transitions.
        if (!String(message.key).startsWith(`${tenant}/`)) return;
        const transition = CustomerTransition.decode(message.value ?? Buffer.alloc(0));
        if (transition.kind === 'feedback') told.push(transition);
      },
    });
  });
  afterAll(async () => {
    await consumer?.disconnect();
    await service?.stop();
  });

  it('is told to who alerts people, with whose customer it is', async () => {
    const order = buildActivity({ tenant, customerId, order: 'web/1', day: parseDay('2026-02-01'), amount: '120' });
    const profile = { tenant, customerId, version: 1, identifiers: ['email:ann@x.com'], owner: 'bo' };
    const said: FeedbackMeaning = {
      ...{
        tenant,
        customerId,
        feedback: 'web/f',
        version: 1,
        kind: 'complaint',
        sentiment: 'negative',
        detractor: true,
      },
      ...{
        givenAt: '2026-02-03T08:00:00.000Z',
        givenOn: '2026-02-03',
        order: 'web/1',
        counts: true,
        cause: 'feedback',
      },
    };
    const events = [emit(CustomerProfiled, profile), emit(CustomerActivity, order), emit(CustomerFeedback, said)];
    await service.database.transaction(async (tx) => tx.publish(events));
    await eventually(() => expect(told).toHaveLength(1), 20_000);
    expect(told[0]).toMatchObject({ from: null, to: 'complaint', customer: { owner: 'bo' }, cause: { ref: 'web/f' } });
  });
});
