import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_IDENTITY_POLICY } from '@orderweave/domain-network';
import { Database } from '@orderweave/postgres';
import { bootService, type RunningService } from '@orderweave/service';
import { testKafka, testPostgres, type TestPostgres } from '@orderweave/testing';
import { AppModule } from '../app.module.js';
import { IDENTITY_POLICY } from '../identity/identity-policy.js';
import { CUSTOMER_PROFILE_MIGRATIONS } from '../migrations/customer-profile-migrations.js';
import { applyOrdersTo } from '../network/apply-orders.handler.js';
import { NetworkWriter } from '../network/network-writer.js';
import { OrderIds } from '../network/order-ids.js';
import { received, recordedOrder } from '../network/recorded-order.fixture.js';
import { customerProfileTopology } from '../topology.js';

const key = (name: string, tenant: string, channels = ['*']) => ({
  ...{ name, role: 'analyst', tenant, channels },
  sha256: createHash('sha256').update(name).digest('hex'),
});
type Json = Record<string, unknown>;
const line = (sku: string, quantity: string, unitPrice: string) => ({
  ...{ sku, name: `Product ${sku}`, quantity, unitPrice, discount: '0' },
  amount: String(Number(quantity) * Number(unitPrice)),
});

describe('demand of products over HTTP', () => {
  let service: RunningService;
  let schema: TestPostgres;
  let database: Database;
  beforeAll(async () => {
    const kafka = await testKafka();
    schema = await testPostgres();
    database = new Database({ url: schema.url });
    service = await bootService({
      name: 'customer-profile',
      module: AppModule,
      migrations: CUSTOMER_PROFILE_MIGRATIONS,
      topology: (app) =>
        customerProfileTopology({
          policy: app.get(IDENTITY_POLICY),
          ids: app.get(OrderIds),
          writer: app.get(NetworkWriter),
        }),
      env: {
        PORT: '0',
        DATABASE_URL: schema.url,
        KAFKA_BROKERS: kafka.brokers.join(','),
        TENANTS: JSON.stringify([{ tenant: 'default' }, { tenant: 'other' }]),
        API_KEYS: JSON.stringify([key('ana', 'default'), key('web', 'default', ['web']), key('else', 'other')]),
        LOG_LEVEL: 'silent',
        DOCS_PAGE: 'false',
      },
    });
    const handle = applyOrdersTo({ policy: DEFAULT_IDENTITY_POLICY, ids: new OrderIds(), writer: new NetworkWriter() });
    const on = (placedOn: string) => ({ placedOn, placedAt: `${placedOn}T04:00:00.000Z` });
    const orders = [
      recordedOrder({
        externalId: '1',
        ...on('2026-01-01'),
        value: '23',
        lines: [line('A', '2', '10'), line('B', '1', '3')],
      }),
      recordedOrder({ externalId: '2', ...on('2026-03-05'), value: '30', lines: [line('A', '3', '10')] }),
      recordedOrder({
        externalId: '3',
        channel: 'web',
        ...on('2026-03-06'),
        value: '1',
        lines: [line('A', '0.1', '10')],
      }),
      recordedOrder({
        ...{ externalId: 'n', kind: 'credit-note', refundsOrder: '1', value: '-10', ...on('2026-03-07') },
        lines: [line('A', '-1', '10')],
      }),
      recordedOrder({
        externalId: 'draft',
        ...on('2026-03-08'),
        counts: false,
        status: 'draft',
        lines: [line('A', '9', '10')],
      }),
      recordedOrder({
        externalId: 'usd',
        ...on('2026-03-09'),
        currency: 'USD',
        value: '70',
        lines: [line('B', '2', '5')],
      }),
      recordedOrder({ externalId: 'part', ...on('2026-04-02'), value: '10' }),
      recordedOrder({ externalId: 'foreign', tenant: 'other', ...on('2026-03-02'), value: '10' }),
    ];
    for (const order of orders) await database.transaction((tx) => handle(received(order), tx));
  });
  afterAll(async () => {
    await service?.stop();
    await database?.close();
    await schema?.drop();
  });

  async function get(path: string, as = 'ana'): Promise<[number, Json]> {
    const response = await fetch(`${service.url}/v1/${path}`, { headers: { authorization: `Bearer ${as}` } });
    return [response.status, (await response.json()) as Json];
  }
  const month = (from: string, to: string, units: string, netAmount: string) => ({ from, to, units, netAmount });

  it('tells whole months of a product: counted lines, credit notes on their own day, and a forecast', async () => {
    const [status, body] = await get('products/A/demand');
    expect([status, body]).toMatchObject([
      200,
      { sku: 'A', name: 'Product A', asOf: '2026-04-01', period: 'month', currency: 'CNY' },
    ]);
    expect(body['items']).toEqual([
      month('2026-01-01', '2026-01-31', '2', '20'),
      month('2026-02-01', '2026-02-28', '0', '0'),
      month('2026-03-01', '2026-03-31', '2.1', '21'),
    ]);
    expect(body['units']).toMatchObject({ method: 'seasonal-naive', season: 1, backtest: null });
    expect((body['units'] as { periods: unknown[] }).periods).toHaveLength(3);
    expect((body['units'] as { periods: unknown[] }).periods[0]).toMatchObject({
      ...{ from: '2026-04-01', to: '2026-04-30', mean: '2.10' },
    });
  });

  it('tells amounts in the base currency, and the products with most of it first', async () => {
    const [, { items }] = await get('demand?top=5');
    const sums = (items as { sku: string; items: { netAmount: string }[] }[]).map(({ sku, items: months }) => [
      sku,
      months.map(({ netAmount }) => netAmount),
    ]);
    expect(sums).toEqual([
      ['B', ['3', '0', '70']],
      ['A', ['20', '0', '21']],
    ]);
    expect(((await get('demand?top=1'))[1]['items'] as unknown[]).length).toBe(1);
  });

  it('goes by days and weeks, up to the day asked for', async () => {
    const [, days] = await get('products/A/demand?period=day&asOf=2026-03-07&history=3&horizon=2');
    expect((days['items'] as { units: string }[]).map(({ units }) => units)).toEqual(['3', '0.1', '-1']);
    const [, weeks] = await get('products/A/demand?period=week&asOf=2026-03-08&history=1');
    expect(weeks['items']).toEqual([month('2026-03-02', '2026-03-08', '2.1', '21')]);
  });

  it('keeps tenants and channels apart', async () => {
    expect((await get('products/B/demand', 'else'))[0]).toBe(404);
    const [, other] = await get('products/A/demand?asOf=2026-03-31', 'else');
    expect(other).toMatchObject({ asOf: '2026-03-31', items: [] });
    const [, web] = await get('products/A/demand?period=day&asOf=2026-03-06', 'web');
    expect(web['items']).toMatchObject([{ from: '2026-03-06', units: '0.1' }]);
  });

  it('names what is wrong with a request', async () => {
    for (const path of [
      'demand?top=0',
      'demand?period=year',
      'demand?asOf=2026-02-30',
      'products/A/demand?horizon=99',
    ]) {
      expect(await get(path)).toMatchObject([400, { errors: [{}] }]);
    }
    expect((await get('products/Z/demand'))[1]).toMatchObject({ type: 'urn:orderweave:problem:product-not-found' });
  });
});
