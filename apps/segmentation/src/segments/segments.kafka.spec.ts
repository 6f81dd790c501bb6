import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXAMPLE_SEGMENTS } from '@orderweave/domain-segmentation';
import { statement } from '@orderweave/postgres';
import { serveSegmentation, type ServedSegmentation } from '../testing/serve-segmentation.js';

const key = (name: string, role: string, tenant = 'acme-segments') => ({ name, role, tenant });
type Json = Record<string, unknown> & { items: Record<string, unknown>[]; errors: Record<string, unknown>[] };
const SILENT = { orders: { withinDays: 30, atMost: 0 } };

describe('the API of segments', () => {
  let service: ServedSegmentation;

  beforeAll(async () => {
    service = await serveSegmentation([
      key('ana', 'analyst'),
      key('rep', 'rep'),
      key('else', 'admin', 'other-segments'),
    ]);
    for (const [id, owner] of [
      ['c1', 'rep'],
      ['c2', 'rep'],
      ['c3', 'zoe'],
    ] as const)
      await addCustomer(id, owner);
  });
  afterAll(() => service?.stop());

  /** A customer whose only order was on 2024-01-01. */
  async function addCustomer(id: string, owner: string): Promise<void> {
    const day = 19_723;
    await run(
      `INSERT INTO customer (tenant, customer_id, version, history, known_since, evaluated_on, model_version)
       VALUES ('acme-segments', $1, 1, $2, $3, $3, 0)`,
      [id, `[[${day}],0,[],"2024-01","100"]`, day],
    );
    await run(
      `INSERT INTO ledger_entry (tenant, customer_id, order_key, version, placed_on, amount, counts, purchase, intent)
       VALUES ('acme-segments', $1, 'web/1', 1, $2, 100, true, true, false)`,
      [id, day],
    );
    await run(
      `INSERT INTO profile (tenant, customer_id, version, identifiers, name, owner) VALUES ('acme-segments', $1, 1, '{}', $3, $2)`,
      [id, owner, `Name of ${id}`],
    );
  }

  async function run(text: string, values: unknown[]): Promise<void> {
    await service.database.query(statement(`spec ${text.slice(12, 30)}`, text), values);
  }
  async function call(
    method: string,
    path: string,
    body?: object,
    { who = 'ana', language = 'en' } = {},
  ): Promise<[number, Json]> {
    const response = await fetch(`${service.url}/v1/segments${path}`, {
      method,
      headers: {
        authorization: `Bearer ${who}`,
        'accept-language': language,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return [response.status, (text === '' ? {} : JSON.parse(text)) as Json];
  }
  async function judged(id: string): Promise<Json> {
    for (;;) {
      const [, segment] = await call('GET', `/${id}`);
      if (segment['judging'] === false) return segment;
    }
  }

  it('counts before saving', async () => {
    const [status, counted] = await call('POST', '/count', { condition: SILENT });
    expect([status, counted]).toEqual([
      200,
      {
        customers: 3,
        matching: 3,
        sample: ['c1', 'c2', 'c3'],
        description: { 'zh-CN': '近 30 天无订单', en: 'no order in 30 days' },
      },
    ]);
    expect((await call('GET', ''))[1].items).toEqual([]);
    expect((await call('POST', '/count', { condition: SILENT }, { who: 'else' }))[1]).toMatchObject({
      customers: 0,
      matching: 0,
    });
  });

  it('saves, lists, replaces and ends a segment', async () => {
    const [status, made] = await call('POST', '', { name: 'silent', condition: SILENT });
    expect([status, made['version'], made['changedBy']]).toEqual([201, 1, 'ana']);
    const id = String(made['id']);
    expect(await judged(id)).toMatchObject({ name: 'silent', condition: SILENT, members: 3 });

    const [, first] = await call('GET', `/${id}/members?limit=2`);
    expect(first.items.map(({ customerId, name }) => [customerId, name])).toEqual([
      ['c1', 'Name of c1'],
      ['c2', 'Name of c2'],
    ]);
    const [, second] = await call('GET', `/${id}/members?limit=2&cursor=${String(first['next'])}`);
    expect([second.items.map(({ customerId }) => customerId), second['next']]).toEqual([['c3'], null]);
    expect((await call('GET', `/${id}/members`, undefined, { who: 'rep' }))[1].items.map(({ owner }) => owner)).toEqual(
      ['rep', 'rep'],
    );

    const owned = { and: [SILENT, { attribute: 'owner', op: 'eq', value: 'zoe' }] };
    expect((await call('PUT', `/${id}`, { name: 'silent of Zoe', condition: owned, version: 1 }))[0]).toBe(200);
    expect(await judged(id)).toMatchObject({ name: 'silent of Zoe', version: 2, members: 1 });
    expect((await call('PUT', `/${id}`, { name: 'late', condition: owned, version: 1 }))[0]).toBe(409);
    const [, { items: versions }] = await call('GET', `/${id}/versions`);
    expect(versions.map(({ version, name, state }) => [version, name, state])).toEqual([
      [2, 'silent of Zoe', 'active'],
      [1, 'silent', 'replaced'],
    ]);

    expect((await call('POST', '', { name: 'silent of Zoe', condition: SILENT }))[0]).toBe(409);
    expect((await call('GET', `/${id}`, undefined, { who: 'else' }))[0]).toBe(404);
    expect((await call('DELETE', `/${id}`, undefined, { who: 'else' }))[0]).toBe(404);
    expect((await call('DELETE', `/${id}`))[0]).toBe(204);
    expect((await call('GET', `/${id}/members`))[0]).toBe(404);
    expect((await call('GET', ''))[1].items).toEqual([]);
  });

  it('names every fault, in the language that is asked for', async () => {
    const condition = { and: [{ attribute: 'tier', op: 'eq', value: 'A' }, { orders: { withinDays: 0 } }] };
    const [status, problem] = await call('POST', '', { name: 'x', condition });
    expect([status, problem['type']]).toEqual([422, 'urn:orderweave:problem:invalid-segment']);
    expect(problem.errors.map(({ field, code }) => [field, code])).toEqual([
      ['/condition/and/0/attribute', 'unknown-attribute'],
      ['/condition/and/1/orders/withinDays', 'whole-number'],
      ['/condition/and/1/orders', 'asks-nothing'],
    ]);
    const [, chinese] = await call(
      'POST',
      '/count',
      { condition: { attribute: 'last-nps', op: 'gte', value: 'nine' } },
      { language: 'zh-CN' },
    );
    expect(chinese['title']).toBe('条件有误');
    expect(chinese.errors).toMatchObject([
      { field: '/condition/value', code: 'wrong-type', remedy: '请改为 number 类型的值' },
    ]);
    expect((await call('POST', '', { condition: SILENT }))[0]).toBe(400);
    expect((await call('POST', '', { name: 'x', condition: SILENT }, { who: 'rep' }))[0]).toBe(403);
    expect((await call('POST', '/count', { condition: SILENT }, { who: 'rep' }))[0]).toBe(403);
  });

  it('tells the clusters that segments may ask for, and who is in them', async () => {
    const deviations = { 'silence-days': -1, 'purchase-days': 1, 'net-amount': 2, 'order-value': 0 };
    const rest = { 'typical-gap-days': 0, 'customer-age-days': 0, 'product-count': 0 };
    const cluster = (name: string, size: number) => {
      return {
        name,
        size,
        share: size / 10,
        centre: { ...deviations, ...rest },
        deviations: { ...deviations, ...rest },
      };
    };
    await run(
      `INSERT INTO cluster_version (tenant, version, as_of, customers, silhouette, silhouettes, clusters, scale, centres, highest)
       SELECT 'acme-segments', t.*, '[]', $1, '{}', '[]', 5 FROM (VALUES (1000, 99998, 10, 0.6), (1001, 99999, 10, 0.7)) t`,
      [JSON.stringify([cluster('c2', 6), cluster('c5', 4)])],
    );
    await run(
      `INSERT INTO customer_cluster VALUES ('acme-segments', 'c1', $1), ('acme-segments', 'c2', $1), ('acme-segments', 'c3', $1)`,
      ['c5'],
    );
    const get = async (path: string, who?: string) => call('GET', `/../clusters${path}`, undefined, who ? { who } : {});
    const [, clusters] = await get('');
    expect(clusters).toMatchObject({ version: 1001, k: 2, silhouette: 0.7 });
    expect(clusters.items.map(({ number, members, description }) => [number, members, description])).toEqual([
      [2, 0, { en: expect.stringContaining('spends much'), 'zh-CN': expect.stringContaining('总金额高') }],
      [5, 3, { en: expect.stringContaining('40 %'), 'zh-CN': expect.stringContaining('40%') }],
    ]);
    const [, { items: weeks, next }] = await get('/versions?limit=1');
    expect([weeks.map(({ version }) => version), next]).toEqual([[1001], 1001]);
    expect((await get('/versions?limit=1&cursor=1001'))[1].items).toMatchObject([{ version: 1000 }]);
    expect((await get('/5/customers'))[1].items.map(({ customerId }) => customerId)).toEqual(['c1', 'c2', 'c3']);
    expect((await get('/c5/customers', 'rep'))[1].items.map(({ owner }) => owner)).toEqual(['rep', 'rep']);
    expect((await get('/9/customers'))[0]).toBe(404);
    expect((await get('', 'else'))[1]).toMatchObject({ items: [] });
  });

  it('offers examples and the schema', async () => {
    const [, { items }] = await call('GET', '/examples');
    expect(items).toHaveLength(EXAMPLE_SEGMENTS.length);
    for (const { condition } of items) {
      expect((await call('POST', '/count', { condition: condition as object }))[0]).toBe(200);
    }
    expect((await call('GET', '/schema'))[1]).toMatchObject({ $defs: { SegmentCondition: {} } });
  });
});
