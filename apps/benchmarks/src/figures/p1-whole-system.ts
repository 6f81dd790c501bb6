import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { OrderRecorded } from '@orderweave/contracts';
import { freePort } from '@orderweave/engines';
import { ServiceHandle, startSystem, type System } from '@orderweave/testing';
import kafkajs from 'kafkajs';
import pg from 'pg';
import type { Figure } from '../measure/figure.js';
import { OrderFeed } from '../measure/order-feed.js';
import { monthOfStream, orderStream, STREAM_TENANTS } from '../measure/order-stream.js';
import { processUsage } from '../measure/process-usage.js';
import { summarise } from '../measure/summary.js';
import { checkEndState } from './p1-end-state.js';

const here = dirname(fileURLToPath(import.meta.url));
const OURS = ['customer-profile', 'segmentation', 'notification'] as const;
const PLAIN_TOPIC = 'plain.orders';

/** Sizes of one comparison. */
export interface WholeSystemSize {
  runs: number;
  /** Orders a run of ours, and of the peer. */
  orders: number;
  plainOrders: number;
  customers: number;
}

/**
 * P1: orders/s from `orders.recorded` to the last alert, alternating with the plain way on the same engines. Every change of a
 * live tier is an alert on both sides. The peer sees fewer orders and so ranks smaller months, which is in its favour.
 */
export async function wholeSystem({ runs, orders, plainOrders, customers }: WholeSystemSize): Promise<Figure> {
  const system = await startSystem({
    services: OURS,
    tenants: STREAM_TENANTS,
    env: { NOTIFICATION_POLICY: join(here, '..', '..', 'policies', 'live-tiers.json'), LOG_LEVEL: 'warn' },
  });
  const plain = await startPlain(system);
  const feed = await OrderFeed.connect(system.engines.brokers);
  const shape = { customers, lines: 3, now: Date.now() };
  try {
    const encode = (from: number, count: number) => OrderFeed.encode(OrderRecorded, orderStream(shape, from, count));
    const ours = async (from: number, count: number) => {
      const messages = encode(from, count);
      const begin = performance.now();
      await feed.send(OrderRecorded.topic, messages);
      await system.drained(300_000);
      return (count / (performance.now() - begin)) * 1_000;
    };
    const peer = async (from: number, count: number) => {
      const messages = encode(from, count);
      const begin = performance.now();
      await feed.send(PLAIN_TOPIC, messages, false);
      await plain.handled(from + count);
      return (count / (performance.now() - begin)) * 1_000;
    };
    await ours(0, 5_000);
    await peer(0, 200);
    const used = () => OURS.reduce((sum, name) => sum + processUsage(system.service(name).pid ?? 0).cpuSeconds, 0);
    const cpuBefore = used();
    const rates: { ours: number; peer: number }[] = [];
    for (let run = 0; run < runs; run++) {
      rates.push({
        ours: await ours(5_000 + run * orders, orders),
        peer: await peer(200 + run * plainOrders, plainOrders),
      });
    }
    const cpu = used() - cpuBefore;
    const peak = OURS.reduce((sum, name) => sum + processUsage(system.service(name).pid ?? 0).peakMiB, 0);
    const month = monthOfStream(shape.now);
    const alerts = await checkEndState(system, plain.databaseUrl, month, {
      ours: orderStream(shape, 0, 5_000 + runs * orders),
      plain: orderStream(shape, 0, 200 + runs * plainOrders),
    });
    const ratio = summarise(rates.map((rate) => rate.ours / rate.peer));
    return {
      ...{ id: 'P1', what: 'orders.recorded to the last alert, whole system' },
      ours: { ...summarise(rates.map((rate) => rate.ours)), unit: 'orders/s' },
      peer: {
        ...summarise(rates.map((rate) => rate.peer)),
        unit: 'orders/s',
        what: 'eachMessage, save(), a query to rank',
      },
      ...{ ratio, target: '≥ 10', met: ratio.median >= 10 },
      notes: {
        orders: orders * runs,
        customers,
        'lines an order': 3,
        ...alerts,
        'CPU-seconds of the services per 1,000 orders': Number(((cpu / (orders * runs)) * 1_000).toFixed(3)),
        'peak MiB of the three services': Math.round(peak),
      },
    };
  } finally {
    await feed.close();
    await plain.stop();
    await system.stop();
  }
}

async function startPlain(system: System) {
  const kafka = new kafkajs.Kafka({
    clientId: 'bench',
    brokers: system.engines.brokers,
    logLevel: kafkajs.logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic: PLAIN_TOPIC, numPartitions: 6 }] });
  await admin.disconnect();
  const databaseUrl = system.databaseUrl('order-ingest');
  const handle = new ServiceHandle({
    name: 'plain',
    entry: join(here, '..', 'plain', 'main.js'),
    port: await freePort(),
    env: { DATABASE_URL: databaseUrl, KAFKA_BROKERS: system.engines.brokers.join(',') },
    logFile: join(system.folder, 'plain.log'),
  });
  void handle.start().catch(() => undefined);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const counted = async () => {
    const { rows } = await client
      .query<{ n: number }>('SELECT count(*)::int AS n FROM plain_order')
      .catch(() => ({ rows: [] }));
    return rows[0]?.n ?? 0;
  };
  return {
    databaseUrl,
    /** Waits until so many orders are stored. */
    async handled(orders: number): Promise<void> {
      const deadline = Date.now() + 120_000;
      while ((await counted()) < orders) {
        if (Date.now() > deadline) throw new Error(`the plain way has ${await counted()} of ${orders} orders`);
        await sleep(20);
      }
    },
    async stop(): Promise<void> {
      await client.end();
      await handle.kill('SIGKILL');
    },
  };
}
