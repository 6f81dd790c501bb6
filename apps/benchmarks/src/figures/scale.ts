import { setTimeout as sleep } from 'node:timers/promises';
import { CustomerActivity } from '@orderweave/contracts';
import { localDay, startOfDay, type Day } from '@orderweave/domain-ordering';
import { type RandomSource } from '@orderweave/simulator';
import { startSystem, type System } from '@orderweave/testing';
import pg from 'pg';
import { activityStream, type ActivityShape } from '../measure/activity-stream.js';
import type { Figure } from '../measure/figure.js';
import { OrderFeed } from '../measure/order-feed.js';
import { STREAM_TENANTS } from '../measure/order-stream.js';
import { processUsage } from '../measure/process-usage.js';
import { summarise } from '../measure/summary.js';

/** Sizes of the comparison. */
export interface ScaleSize {
  runs: number;
  /** Numbers of known customers, ascending; the first is the peer of the others. */
  customers: readonly number[];
  /** Orders of one measurement. */
  orders: number;
  /** Customers who fall due at once. */
  due: number;
}

interface Level {
  readonly customers: number;
  readonly rates: readonly number[];
  readonly notes: Figure['notes'];
}

/** From the first order on somebody is `new` for 60 days: the day after, all who began on one day fall due. */
const NEW_DAYS = 60;
const PRELOAD = 100_000;
/** Months of a million customers close within one transaction. */
const TURNED_WITHIN_MS = 900_000;
/** Measurements before the first that counts: code that is not warm yet would be compared with code that is. */
const WARM_UPS = 3;

/**
 * Segmentation alone, the same orders of 10,000 customers where 10 k, 100 k and 1 M are known, who all have ordered this month; and with the
 * most of them once more, while a turned day makes 100 k customers due.
 */
export async function scale({ runs, customers, orders, due }: ScaleSize): Promise<Figure[]> {
  // A clock never goes back: the first day of its own is tomorrow.
  const today = localDay(Date.now(), 'UTC') + 1;
  const system = await startSystem({
    services: ['segmentation'],
    tenants: STREAM_TENANTS,
    env: { LOG_LEVEL: 'warn' },
  });
  const feed = await OrderFeed.connect(system.engines.brokers);
  const send = (shape: ActivityShape) =>
    feed.send(CustomerActivity.topic, OrderFeed.encode(CustomerActivity, activityStream(shape)));
  const measured = async (name: string, known: number): Promise<number> => {
    await system.service('segmentation').kill('SIGSTOP');
    // As many customers as at the first level, spread over all: else orders of few customers, which share their writes, would be compared.
    const active = customers[0]!;
    const customerOf = (_: number, random: RandomSource) =>
      Math.floor(((random.next() * active) | 0) * (known / active));
    await send({ name, count: orders, day: today, customerOf });
    const begin = performance.now();
    await system.service('segmentation').kill('SIGCONT');
    await consumed(system);
    return (orders / (performance.now() - begin)) * 1_000;
  };
  try {
    await system.moveClock(new Date(startOfDay(today, 'UTC')).toISOString());
    const levels: Level[] = [];
    let known = 0;
    for (const wanted of customers) {
      for (; known < wanted; known = Math.min(known + PRELOAD, wanted)) {
        const from = known;
        const count = Math.min(PRELOAD, wanted - from);
        await send({ name: `known-${from}`, count, day: today, customerOf: (index) => from + index });
        await system.drained(300_000);
        process.stderr.write(
          `${(from + count).toLocaleString('en')} of ${wanted.toLocaleString('en')} customers known\n`,
        );
      }
      await tidied(system);
      const rates: number[] = [];
      for (let run = levels.length === 0 ? -WARM_UPS : 0; run < runs; run++) {
        const rate = await measured(`of-${wanted}-${run}`, wanted);
        if (run >= 0) rates.push(rate);
        await system.drained(300_000);
      }
      levels.push({ customers: wanted, rates, notes: await sizes(system) });
      process.stderr.write(`with ${wanted.toLocaleString('en')}: ${rates.map(Math.round).join(', ')} orders/s\n`);
    }
    const [first, ...more] = levels as [Level, ...Level[]];
    const calm = levels.at(-1)!;
    const turning = { due, from: known, today, orders, send, measured: () => measured('while-due', known) };
    const turn = await turnMonths(system, turning);
    process.stderr.write(`turned: ${JSON.stringify(turn)}\n`);
    const busy = await whileDue(system, turning);
    return [
      ...more.map((level) => levelFigure(first, level)),
      {
        ...{ id: 'SCALE', what: `orders while ${due.toLocaleString('en')} customers fall due` },
        ours: { ...summarise([busy.rate]), unit: 'orders/s' },
        peer: { ...summarise(calm.rates), unit: 'orders/s', what: 'nobody due' },
        ratio: summarise(calm.rates.map((rate) => busy.rate / rate)),
        ...{ target: '≥ 0.5', met: busy.rate / summarise(calm.rates).median >= 0.5 },
        notes: {
          'judged a second': Math.round(due / busy.seconds),
          'all judged after s': busy.seconds.toFixed(1),
          ...turn,
          ...(await sizes(system)),
        },
      },
    ];
  } finally {
    await feed.close();
    await system.stop();
  }
}

interface Turn {
  readonly due: number;
  readonly from: number;
  readonly today: Day;
  /** Orders beside the day that closes months. */
  readonly orders: number;
  readonly send: (shape: ActivityShape) => Promise<void>;
  readonly measured: () => Promise<number>;
}

/** Has the day turn that closes the months of customers who fall due on the next, with orders of everybody beside it. */
async function turnMonths(
  system: System,
  { due, from, today, orders, send }: Turn,
): Promise<Record<string, string | number>> {
  await send({ name: 'due', count: due, day: today + 1 - NEW_DAYS, customerOf: (index) => from + index });
  await system.drained(300_000);
  await longestStall(system);
  const begin = performance.now();
  await system.moveClock(new Date(startOfDay(today + 1, 'UTC')).toISOString());
  const sent = performance.now();
  await send({
    name: 'while-turned',
    count: orders,
    day: today,
    customerOf: (_, random) => Math.floor(random.next() * from),
  });
  await consumed(system);
  const rate = (orders / (performance.now() - sent)) * 1_000;
  await system.drained(TURNED_WITHIN_MS);
  return {
    'orders/s while months close': Math.round(rate),
    'months closed and told after s': ((performance.now() - begin) / 1_000).toFixed(1),
    'longest stall ms meanwhile': Math.round(await longestStall(system)),
  };
}

/** Has customers fall due with a day that closes nothing, and measures beside it. */
async function whileDue(system: System, { today, measured }: Turn): Promise<{ rate: number; seconds: number }> {
  const begin = performance.now();
  await system.moveClock(new Date(startOfDay(today + 2, 'UTC')).toISOString());
  const rate = await measured();
  await system.drained(300_000);
  return { rate, seconds: (performance.now() - begin) / 1_000 };
}

/** Milliseconds that the process did nothing else at the longest, since this was asked last. */
async function longestStall(system: System): Promise<number> {
  const metrics = await (await fetch(`${system.service('segmentation').url}/metrics`)).text();
  return Number(/^nodejs_eventloop_lag_max_seconds\S* (\S+)/m.exec(metrics)?.[1]) * 1_000;
}

async function consumed(system: System): Promise<void> {
  const { apiKey } = system;
  for (;;) {
    const { lag } = await system
      .service('segmentation')
      .call<{ lag: Record<string, number> }>('/v1/progress', { apiKey });
    if (lag[CustomerActivity.topic] === 0) return;
    await sleep(20);
  }
}

/** What loading left to PostgreSQL to do is not paid for by the orders after it; each page that these touch is new to the WAL. */
async function tidied(system: System): Promise<void> {
  await ask(system, 'VACUUM (ANALYZE)');
  await ask(system, 'CHECKPOINT');
}

async function ask<Row extends pg.QueryResultRow>(system: System, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: system.databaseUrl('segmentation') });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

async function sizes(system: System): Promise<Figure['notes']> {
  const rows = await ask<{ mib: number }>(
    system,
    'SELECT (pg_database_size(current_database()) / 1048576)::int AS mib',
  );
  const { peakMiB } = processUsage(system.service('segmentation').pid ?? 0);
  return { 'peak MiB of the process': Math.round(peakMiB), 'MiB of the database': rows[0]!.mib };
}

function levelFigure(first: Level, { customers, rates, notes }: Level): Figure {
  const ratio = summarise(rates.map((rate, run) => rate / first.rates[run]!));
  return {
    ...{ id: 'SCALE', what: `orders with ${customers.toLocaleString('en')} customers` },
    ours: { ...summarise(rates), unit: 'orders/s' },
    peer: { ...summarise(first.rates), unit: 'orders/s', what: `with ${first.customers.toLocaleString('en')}` },
    ...{ ratio, target: '≥ 0.7', met: ratio.median >= 0.7, notes },
  };
}
