import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseDay, startOfDay } from '@orderweave/domain-ordering';
import { createDataSource, Database, migrate } from '@orderweave/postgres';
import { bootService, type RunningService } from '@orderweave/service';
import { testKafka, testPostgres, type TestPostgres } from '@orderweave/testing';
import { AppModule } from '../app.module.js';
import { saveClock } from '../clock/clock.store.js';
import { LadderMemory } from '../ladder/ladder-memory.js';
import { saveCustomers } from '../ledger/customer.store.js';
import { newCustomer } from '../ledger/customer-state.js';
import { saveProfiles } from '../ledger/profile.store.js';
import { SEGMENTATION_MIGRATIONS } from '../migrations/segmentation-migrations.js';
import { TenantMoments } from '../models/tenant-moments.js';
import { PolicyDirectory } from '../policies/policy-directory.js';
import { segmentationTopology } from '../topology.js';
import { CUSTOMER_COLUMNS_OF_CSV } from './customer-columns.js';

// A name of its own: the log of a run is shared, and a service reads all of it.
const TENANT = 'customers-over-http';
const DAY = parseDay('2026-02-10');
const KEYS = [
  { name: 'ana', role: 'analyst' },
  { name: 'rob', role: 'rep' },
];

describe('customers over HTTP', () => {
  let service: RunningService;
  let schema: TestPostgres;
  beforeAll(async () => {
    const kafka = await testKafka();
    schema = await testPostgres();
    await prepare(schema.url);
    service = await bootService({
      name: 'segmentation',
      module: AppModule,
      migrations: SEGMENTATION_MIGRATIONS,
      topology: (app) =>
        segmentationTopology({
          policies: app.get(PolicyDirectory),
          moments: app.get(TenantMoments),
          memory: app.get(LadderMemory),
          wallNow: () => 0,
          dayTurned: () => undefined,
        }),
      env: {
        PORT: '0',
        DATABASE_URL: schema.url,
        KAFKA_BROKERS: kafka.brokers.join(','),
        TENANTS: JSON.stringify([{ tenant: TENANT }]),
        API_KEYS: JSON.stringify(
          KEYS.map((key) => ({ ...key, tenant: TENANT, sha256: createHash('sha256').update(key.name).digest('hex') })),
        ),
        LOG_LEVEL: 'silent',
        DOCS_PAGE: 'false',
      },
    });
  });
  afterAll(async () => {
    await service?.stop();
    await schema?.drop();
  });

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
async function prepare(url: string): Promise<void> {
  const source = createDataSource({ url, migrations: SEGMENTATION_MIGRATIONS });
  await migrate(source);
  await source.destroy();
  const database = new Database({ url });
  const days = [DAY - 9];
  await database.transaction(async (tx) => {
    await saveClock(tx, { tenant: TENANT, mode: 'manual', now: startOfDay(DAY, 'Asia/Shanghai'), targetDay: DAY });
    const ledger = { purchaseDays: days, documentDays: days, intentDays: [] };
    const states = ['c1', 'c2'].map((id) => ({ ...newCustomer(TENANT, id), version: 1, ledger }));
    await saveCustomers(tx, states);
    const profile = (customerId: string, owner: string) => {
      return { tenant: TENANT, customerId, version: 1, identifiers: [`email:${customerId}@example.com`], owner };
    };
    await saveProfiles(tx, [profile('c1', 'li'), profile('c2', 'rob')]);
  });
  await database.close();
}
