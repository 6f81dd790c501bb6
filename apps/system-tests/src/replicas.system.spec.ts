import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CustomerActivity, type Activity } from '@orderweave/contracts';
import { formatDay, localDay, startOfDay } from '@orderweave/domain-ordering';
import { freePort } from '@orderweave/engines';
import { RandomSource } from '@orderweave/simulator';
import { createKafka } from '@orderweave/stream';
import { ServiceHandle, startSystem, type System } from '@orderweave/testing';
import pg from 'pg';
import { pino } from 'pino';

const ALONE = 'alone';
const TOGETHER = 'together';
const CUSTOMERS = 120;
const TENANTS = [ALONE, TOGETHER, 'default'].map((tenant) => ({ tenant, timeZone: 'UTC', baseCurrency: 'CNY' }));

/** What the log makes of a tenant, without what tells of batches and moments. */
const STATES = [
  'SELECT customer_id, history, known_since, median_gap, stage, risk, deadline FROM customer WHERE tenant = $1 ORDER BY 1',
  'SELECT month, customer_id, amount FROM month_amount WHERE tenant = $1 ORDER BY 1, 2',
  'SELECT month, customer_id, live_tier FROM month_tier WHERE tenant = $1 AND live_tier IS NOT NULL ORDER BY 1, 2',
  `SELECT customer_id, net_amount, purchase_days, recent_purchase_days, last_purchase_on, value_band
     FROM customer_window WHERE tenant = $1 ORDER BY 1`,
  `SELECT customer_id, order_key, version, placed_on, amount, counts, purchase
     FROM ledger_entry WHERE tenant = $1 ORDER BY 1, 2`,
];

/** Orders of the last hundred days, some of them corrected or cancelled later on. */
function history(tenant: string, size: number): Activity[] {
  const random = new RandomSource('replicas');
  const today = localDay(Date.now(), 'UTC');
  return Array.from({ length: size }, (): Activity => {
    const number = Math.floor(random.next() * size * 0.8);
    const day = today - (number % 100);
    const counts = random.next() > 0.1;
    return {
      ...{ tenant, customerId: `c_${number % CUSTOMERS}`, order: `web/${number}`, channel: 'web', currency: 'CNY' },
      ...{ version: 1 + Math.floor(random.next() * 5), kind: 'order', status: counts ? 'paid' : 'cancelled' },
      ...{ placedAt: new Date(startOfDay(day, 'UTC') + 3_600_000).toISOString(), placedOn: formatDay(day) },
      ...{ netAmount: counts ? (random.next() * 900).toFixed(2) : '0', counts, purchase: counts },
      ...{ intent: false, cause: 'order' },
    };
  });
}

describe('Replicas of segmentation', () => {
  let system: System;
  const replicas: ServiceHandle[] = [];
  beforeAll(async () => {
    system = await startSystem({ services: ['segmentation'], tenants: TENANTS, env: { LOG_LEVEL: 'warn' } });
  }, 120_000);
  afterAll(async () => {
    await Promise.all(replicas.map((replica) => replica.kill('SIGTERM')));
    await system?.stop();
  });

  const replicate = async () => {
    const { settings } = system.service('segmentation');
    const replica = new ServiceHandle({ ...settings, port: await freePort() });
    replicas.push(replica);
    await replica.start();
    return replica;
  };

  it('come to the state that one comes to alone, while partitions move from one to the other', async () => {
    const kafka = createKafka({ brokers: system.engines.brokers, clientId: 'replicas' }, pino({ level: 'silent' }));
    const producer = kafka.producer({ idempotent: true });
    await producer.connect();
    const send = (activities: readonly Activity[]) =>
      producer.send({
        topic: CustomerActivity.topic,
        messages: activities.map((activity) => ({
          key: CustomerActivity.key(activity),
          value: JSON.stringify(activity),
          headers: { ce_type: CustomerActivity.type },
        })),
      });
    await send(history(ALONE, 3_000));
    await system.drained();

    const all = history(TOGETHER, 3_000);
    const second = await replicate();
    await send(all.slice(0, 1_000));
    await Promise.all([replicate(), send(all.slice(1_000, 2_000))]);
    await Promise.all([second.kill('SIGTERM'), send(all.slice(2_000))]);
    await producer.disconnect();
    await system.drained();

    const client = new pg.Client({ connectionString: system.databaseUrl('segmentation') });
    await client.connect();
    try {
      for (const state of STATES) {
        const rowsOf = async (tenant: string) => (await client.query<object>(state, [tenant])).rows;
        const alone = await rowsOf(ALONE);
        expect(alone.length).toBeGreaterThanOrEqual(CUSTOMERS);
        expect(await rowsOf(TOGETHER)).toEqual(alone);
      }
    } finally {
      await client.end();
    }
  }, 180_000);
});
