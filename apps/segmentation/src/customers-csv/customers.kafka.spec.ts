import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseDay, startOfDay } from '@orderweave/domain-ordering';
import type { Database } from '@orderweave/postgres';
import { saveClock } from '../clock/clock.store.js';
import { saveCustomers } from '../ledger/customer.store.js';
import { newCustomer } from '../ledger/customer-state.js';
import { saveProfiles } from '../ledger/profile.store.js';
import { CUSTOMER_COLUMNS_OF_CSV } from './customer-columns.js';
import { serveSegmentation, type ServedSegmentation } from '../testing/serve-segmentation.js';

const TENANT = 'customers-over-http';
const DAY = parseDay('2026-02-10');
const KEYS = [
  { name: 'ana', role: 'analyst', tenant: TENANT },
  { name: 'rob', role: 'rep', tenant: TENANT },
];

describe('customers over HTTP', () => {
  let service: ServedSegmentation;
  beforeAll(async () => {
    service = await serveSegmentation(KEYS, prepare);
  });
  afterAll(() => service?.stop());

  const get = (path: string, key = 'ana', accept = 'application/json') =>
    fetch(`${service.url}${path}`, { headers: { authorization: `Bearer ${key}`, accept } });
  const json = async (path: string, key?: string) => (await get(path, key)).json() as Promise<Record<string, unknown>>;

  it('gives one file by either way, and to a rep own customers alone', async () => {
    const file = await get('/v1/customers.csv');
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    const text = await file.text();
    expect(text.split('\r\n')).toEqual([
      CUSTOMER_COLUMNS_OF_CSV.map(({ name }) => name).join(','),
      'c1,email:c1@example.com,2026-02-10,D,,,occasional,,,,,0,0,9,9,30,0.3,,,,healthy,fallback,new,,,,,0',
      'c2,email:c2@example.com,2026-02-10,D,,,occasional,,,,,0,0,9,9,30,0.3,,,,healthy,fallback,new,,,,,0',
      '',
    ]);
    const accepted = await get('/v1/customers', 'ana', 'text/csv');
    expect([accepted.headers.get('content-type'), await accepted.text()]).toEqual(['text/csv; charset=utf-8', text]);
    expect((await (await get('/v1/customers.csv', 'rob')).text()).split('\r\n').slice(1)).toEqual([
      text.split('\r\n')[2],
      '',
    ]);
    expect(await (await get('/v1/customers.csv?owner=li', 'rob')).text()).toBe(`${text.split('\r\n')[0]}\r\n`);
  });

  it('gives pages, and refuses what no customer can have', async () => {
    const first = await json('/v1/customers?limit=1&stage=new');
    expect(first).toMatchObject({ asOf: '2026-02-10', currency: 'CNY', items: [{ customerId: 'c1', owner: 'li' }] });
    const second = await json(`/v1/customers?limit=1&stage=new&cursor=${String(first['next'])}`);
    expect(second).toMatchObject({ items: [{ customerId: 'c2' }], next: null });
    expect(await json('/v1/customers?stage=mature')).toMatchObject({ items: [], next: null });
    const refused = await get('/v1/customers?stage=old&minNet365=much&limit=0');
    const { errors } = (await refused.json()) as { errors: { field: string }[] };
    expect([refused.status, errors.map(({ field }) => field).sort()]).toEqual([
      400,
      ['/limit', '/minNet365', '/stage'],
    ]);
  });

  it('tells of one customer all that is measured, with the versions that it rests on', async () => {
    expect(await json('/v1/customers/c1/state')).toMatchObject({
      stage: 'new',
      net365: '0',
      purchases: {
        repeatPurchaseDays: 0,
        daysKnown: 9,
        silenceDays: 9,
        gapDays: 30,
        riskBasis: 'fallback',
        alive: null,
      },
      modelVersion: 0,
      policyVersion: 'policy-1',
      because: { stage: expect.any(Array), risk: expect.any(Array) },
    });
    expect((await get('/v1/customers/c1/state', 'rob')).status).toBe(404);
  });

  it('describes every column', async () => {
    const docs = JSON.stringify(await json('/docs-json'));
    for (const { name } of CUSTOMER_COLUMNS_OF_CSV) expect(docs).toContain(`\`${name}\`: `);
  });
});

/** Two customers who ordered once, as the ledger leaves them before the ladder has heard of it. */
async function prepare(database: Database): Promise<void> {
  const days = [DAY - 9];
  await database.transaction(async (tx) => {
    await saveClock(tx, { tenant: TENANT, mode: 'manual', now: startOfDay(DAY, 'Asia/Shanghai'), targetDay: DAY });
    const ledger = { purchaseDays: days, documentDays: days, intentDays: [] };
    const states = ['c1', 'c2'].map((id) => ({ ...newCustomer(TENANT, id), version: 1, ledger }));
    await saveCustomers(tx, states);
    const profile = (customerId: string, owner: string) => {
      return { tenant: TENANT, customerId, version: 1, identifiers: [`email:${customerId}@example.com`], owner };
    };
    saveProfiles(tx, [profile('c1', 'li'), profile('c2', 'rob')]);
  });
}
