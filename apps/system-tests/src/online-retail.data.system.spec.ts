import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ONLINE_RETAIL, localDay, readOrders, startOfDay, type Day } from '@orderweave/domain-ordering';
import { startSystem, type System } from '@orderweave/testing';
import { parse } from 'csv-parse';
import { readOnlineRetail, type OnlineRetailTruth } from './oracle/online-retail-oracle.js';
import { dataFile } from './play/data-folder.js';
import { nothingPosted, postOrders } from './play/post-orders.js';
import { readTiers } from './play/read-tiers.js';

const ZONE = 'Europe/London';
const STEP_DAYS = 14;

describe('Online Retail through the whole system', () => {
  const file = dataFile('online-retail', 'online_retail.csv.gz');
  let system: System;
  let truth: OnlineRetailTruth;
  const posted = nothingPosted();

  beforeAll(async () => {
    truth = readOnlineRetail(file);
    system = await startSystem({
      tenants: [{ tenant: 'default', timeZone: ZONE, baseCurrency: 'GBP', defaultCountry: 'GB' }],
      // As `npm start` does on two processors.
      env: { ORDERWEAVE_PARTITIONS: '1' },
    });
    const byStep = new Map<Day, unknown[]>();
    const rows = () =>
      createReadStream(file)
        .pipe(createGunzip())
        .pipe(parse({ columns: true, bom: true }));
    for await (const { submission } of readOrders(rows, ONLINE_RETAIL)) {
      const day = localDay(Date.parse(String(submission['placedAt'])), ZONE);
      const step = day - (day % STEP_DAYS);
      byStep.set(step, [...(byStep.get(step) ?? []), submission]);
    }
    const steps = [...byStep].sort(([a], [b]) => a - b);
    await system.moveClock(new Date(startOfDay(steps[0]?.[0] ?? 0, ZONE)).toISOString());
    for (const [step, orders] of steps) {
      await postOrders(system, orders, posted);
      await system.drained();
      await system.moveClock(new Date(startOfDay(step + STEP_DAYS, ZONE)).toISOString());
      await system.drained();
    }
    await system.moveClock('2012-01-05T00:00:00Z');
    await system.drained();
  }, 900_000);
  afterAll(() => system?.stop());

  it('takes every invoice once, and refuses none', () => {
    expect(truth.lines).toBe(541_909);
    expect(posted).toEqual({ accepted: 25_900, duplicate: 0, stale: 0, quarantined: 0, retries: 0 });
  });

  it.each(['live', 'final'] as const)(
    'gives every customer in every month the %s tier of a plain recomputation',
    async (basis) => {
      expect(truth.months.length).toBe(13);
      let previous = new Map<string, string>();
      for (const month of truth.months) {
        const expected = truth.ranks.get(month) ?? new Map();
        const rows = await readTiers(system, month, basis);
        const found = new Map(
          rows.map((row) => {
            const customer = /^customer-id:[^|/]+\/(\d+)$/.exec(row.identifiers)?.[1] ?? row.identifiers;
            return [customer, row];
          }),
        );
        expect([month, found.size]).toEqual([month, expected.size]);
        const wrong = [...expected].filter(([customer, { tier, amount, ahead }]) => {
          const row = found.get(customer);
          const same =
            row &&
            row.tier === tier &&
            pence(row.net_amount) === amount &&
            row.ahead === (ahead === null ? '' : String(ahead));
          return !same || row.previous_tier !== (previous.get(customer) ?? '') || row.currency !== 'GBP';
        });
        expect([
          month,
          wrong.slice(0, 3).map(([customer, rank]) => ({ customer, rank, found: found.get(customer) })),
        ]).toEqual([month, []]);
        previous = new Map([...expected].map(([customer, { tier }]) => [customer, tier]));
      }
    },
  );

  it('alerts once a transition, and nobody of what is older than the horizon', async () => {
    const { items } = await system
      .service('notification')
      .call<{ items: { id: string }[] }>('/v1/alerts?limit=100', { apiKey: system.apiKey });
    expect(new Set(items.map((item) => item.id)).size).toBe(items.length);
    expect(items.length).toBeGreaterThan(0);
  });
});

function pence(amount: string): bigint {
  const [, sign, whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  const value = BigInt(whole + fraction.padEnd(3, '0').slice(0, 3));
  return sign ? -value : value;
}
