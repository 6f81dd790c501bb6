import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CustomerActivity, CustomerTransition, OrderRecorded, type Activity } from '@orderweave/contracts';
import { compareRevisions, formatAmount, parseDay, startOfDay, type Day } from '@orderweave/domain-ordering';
import { becameTrue } from '@orderweave/domain-segmentation';
import { netAmounts, simulateYear } from '@orderweave/simulator';
import { SYSTEM_SERVICES, startSystem, type System, type SystemService } from '@orderweave/testing';
import pg from 'pg';
import { nothingPosted, postOrders } from './play/post-orders.js';
import { readTiers } from './play/read-tiers.js';
import { readTopic } from './play/read-topic.js';

const ZONE = 'Asia/Shanghai';
/** Of what is older nobody is alerted. */
const HORIZON_MS = 48 * 3_600_000;
const company = { timeZone: ZONE, currency: 'CNY' };

/** Which part dies on which day, counted from the first. */
const FAULTS: Record<number, SystemService | 'kafka' | 'postgres'> = {
  15: 'order-ingest',
  30: 'customer-profile',
  45: 'segmentation',
  60: 'notification',
  75: 'kafka',
  90: 'postgres',
};

describe('Each part killed in the middle of a stream', () => {
  let system: System;
  const year = simulateYear({
    seed: 11,
    customers: 500,
    channels: 3,
    endDay: parseDay('2026-06-30'),
    days: 120,
    ...company,
  });
  const posted = nothingPosted();
  let drainSeconds = 0;

  beforeAll(async () => {
    system = await startSystem({ env: { ORDERWEAVE_PARTITIONS: '2' } });
    await patiently(() => system.moveClock(midnight(year.firstDay)));
    for (const { day, messages } of year) {
      const victim = FAULTS[day - year.firstDay];
      const bodies = messages.map((message) => message.body);
      await Promise.all([postOrders(system, bodies, posted), victim && kill(victim)]);
      const begin = performance.now();
      await system.drained(90_000);
      await patiently(() => system.moveClock(midnight(day + 1)));
      await system.drained(90_000);
      drainSeconds = Math.max(drainSeconds, (performance.now() - begin) / 1_000);
    }
  }, 600_000);
  afterAll(() => system?.stop());

  const midnight = (day: Day) => new Date(startOfDay(day, ZONE)).toISOString();
  const kill = async (victim: SystemService | 'kafka' | 'postgres') => {
    await sleep(150);
    const part = victim === 'kafka' || victim === 'postgres' ? system.engines[victim] : system.service(victim);
    await part.kill('SIGKILL');
    await sleep(500);
    await ('restart' in part ? part.restart() : part.start());
  };
  const patiently = async (work: () => Promise<void>) => {
    for (let attempt = 1; ; attempt++) {
      const error = await work().then(
        () => undefined,
        (fault: Error) => fault,
      );
      if (!error) return;
      if (attempt === 100) throw error;
      await sleep(200);
    }
  };
  const query = async <T extends pg.QueryResultRow>(service: SystemService, text: string): Promise<T[]> => {
    const client = new pg.Client({ connectionString: system.databaseUrl(service) });
    await client.connect();
    try {
      return (await client.query<T>(text)).rows;
    } finally {
      await client.end();
    }
  };

  it('C: what was accepted is recorded, and counts exactly once, to the last decimal', async () => {
    const truth = year.truth();
    expect(posted.accepted).toBeGreaterThan(1_000);
    const [heads] = await query<{ n: number }>('order-ingest', 'SELECT count(*)::int AS n FROM order_head');
    const [orders] = await query<{ n: number }>('customer-profile', 'SELECT count(*)::int AS n FROM purchase_order');
    expect([heads?.n, orders?.n]).toEqual([truth.orders.size, truth.orders.size]);

    const found = new Map<string, string>();
    for (const month of ['2026-03', '2026-04', '2026-05', '2026-06']) {
      for (const row of await readTiers(system, month, 'live')) {
        for (const identifier of row.identifiers.split('|')) found.set(`${month} ${identifier}`, row.net_amount);
      }
    }
    const expected = new Map<string, string>();
    const wrong: unknown[] = [];
    for (const [index, months] of netAmounts(truth, ZONE)) {
      const customer = truth.customers.find((one) => one.index === index);
      const identifiers = customer?.identities.flatMap((identity) =>
        identity.identifiers.flatMap(({ kind, value }) =>
          kind === 'customer-id' ? `${kind}:${identity.channel.name}/${value}` : [],
        ),
      );
      for (const [month, amount] of months) {
        expected.set(`${month} ${index}`, formatAmount(amount));
        // Who has bought in one of two channels only is not known by the other's number.
        const amounts = identifiers?.flatMap((identifier) => found.get(`${month} ${identifier}`) ?? []);
        if (!amounts?.length || amounts.some((one) => one !== formatAmount(amount))) {
          wrong.push({ month, identifiers, expected: formatAmount(amount), amounts });
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(expected.size).toBeGreaterThan(500);
  });

  it('C: the ledger is the sum of its entries', async () => {
    const differences = await query(
      'segmentation',
      `SELECT * FROM (
         SELECT tenant, customer_id, to_char(date '1970-01-01' + placed_on, 'YYYY-MM') AS month, sum(amount) AS amount
           FROM ledger_entry WHERE counts GROUP BY 1, 2, 3) e
       FULL JOIN month_amount m USING (tenant, customer_id, month)
       WHERE coalesce(e.amount, 0) <> coalesce(m.amount, 0)`,
    );
    expect(differences).toEqual([]);
  });

  it('O: on every topic the order of a key is kept', async () => {
    const newest = new Map<string, Parameters<typeof compareRevisions>[0]>();
    for (const { channel, externalId, revision } of await readTopic(system.engines.brokers, OrderRecorded)) {
      const before = newest.get(`${channel}/${externalId}`);
      if (before) expect(compareRevisions(revision, before)).toBeGreaterThanOrEqual(0);
      newest.set(`${channel}/${externalId}`, revision);
    }
    const versions = new Map<string, number>();
    for (const { customerId, order, version } of await readTopic(system.engines.brokers, CustomerActivity)) {
      expect(version).toBeGreaterThanOrEqual(versions.get(`${customerId} ${order}`) ?? 0);
      versions.set(`${customerId} ${order}`, version);
    }
    expect(Math.min(newest.size, versions.size)).toBeGreaterThan(1_000);
  });

  it('U: one alert a transition, and none missing', async () => {
    const alerts = await query<{ id: string; transition_id: string }>(
      'notification',
      'SELECT id, transition_id FROM alert',
    );
    expect(new Set(alerts.map((alert) => alert.transition_id)).size).toBe(alerts.length);
    expect(alerts.length).toBeGreaterThan(50);
    const transitions = await readTopic(system.engines.brokers, CustomerTransition);
    const alerted = new Set(alerts.map((alert) => alert.transition_id));
    const stops = transitions.filter((one) => one.basis === 'final' && one.label === 'abnormal-stop' && one.alertable);
    expect(stops.length).toBeGreaterThan(0);
    expect(stops.filter((one) => !alerted.has(one.id))).toEqual([]);
  });

  it('U: what a revision of an old order changed is told as of the revision', async () => {
    const said = new Map<string, Activity[]>();
    for (const activity of await readTopic(system.engines.brokers, CustomerActivity)) {
      const key = `${activity.customerId} ${activity.order}`;
      said.set(key, [...(said.get(key) ?? []), activity]);
    }
    let late = 0;
    for (const { kind, customerId, cause, ...told } of await readTopic(system.engines.brokers, CustomerTransition)) {
      if (cause.type !== 'order' || (kind !== 'stage' && kind !== 'risk')) continue;
      const activities = said.get(`${customerId} ${cause.ref}`)!;
      const effectiveAt = Date.parse(told.effectiveAt);
      expect(activities.map((one) => becameTrue(one, Date.parse(told.recordedAt)))).toContain(effectiveAt);
      if (effectiveAt - Date.parse(activities[0]!.placedAt) > HORIZON_MS) late++;
    }
    expect(late).toBeGreaterThan(0);
  });

  it('L: all of it drained, nothing is in the dead letters', async () => {
    for (const name of SYSTEM_SERVICES) {
      const progress = await system.service(name).call<{ drained: boolean }>('/v1/progress', { apiKey: system.apiKey });
      expect([name, progress.drained]).toEqual([name, true]);
      const metrics = await (await fetch(`${system.service(name).url}/metrics`)).text();
      expect(metrics.split('\n').filter((line) => line.startsWith('orderweave_dead_letters_total{'))).toEqual([]);
    }
    expect(drainSeconds).toBeLessThan(60);
  });
});
