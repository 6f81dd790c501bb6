import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ingestFixture, type IngestFixture } from '../ingest-fixture.js';

const order = (externalId: string, more: object = {}): Record<string, unknown> => ({
  channel: 'shop',
  externalId,
  placedAt: '2026-05-01T00:00:00Z',
  currency: 'CNY',
  lines: [{ sku: 'S', quantity: 1, unitPrice: 9.9 }],
  ...more,
});

describe('POST /v1/orders', () => {
  let ingest: IngestFixture;
  beforeAll(async () => void (ingest = await ingestFixture()));
  afterAll(() => ingest.close());
  const post = (body: unknown, options: object = {}) => ingest.call('POST', '/v1/orders', { body, ...options });

  it('takes one order, a list, or a list by name', async () => {
    const one = await post(order('one'));
    expect([one.status, one.json.results]).toMatchObject([202, [{ index: 0, order: 'shop/one', result: 'accepted' }]]);
    expect(one.json.results[0].revision).toMatchObject({ updatedAt: '2026-05-01T00:00:00.000Z', rank: 4 });
    const list = await post([order('one'), order('two')]);
    expect(list.json.results.map((each: { result: string }) => each.result)).toEqual(['duplicate', 'accepted']);
    const named = await post({ orders: [order('three', { identifiers: [{ kind: 'phone', value: '12' }] })] });
    expect(named.json.results).toMatchObject([{ result: 'accepted', warnings: [{ code: 'unusable-identifier' }] }]);
  });

  it('refuses one bad order with every fault, in the language asked for, and keeps it', async () => {
    const bad = '{"channel":"shop", "externalId":"bad", "currency":"yuan", "price": 1.10}';
    const refused = await post(bad, { headers: { 'accept-language': 'zh-CN' } });
    expect([refused.status, refused.type]).toEqual([422, 'application/problem+json; charset=utf-8']);
    expect(refused.json.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
      '/currency',
      '/lines',
      '/placedAt',
      '/price',
    ]);
    expect(refused.json.errors).toContainEqual(expect.objectContaining({ field: '/placedAt', rule: '必填' }));
    const kept = await ingest.call('GET', `/v1/quarantine/${refused.json.quarantineId}`);
    expect(kept.json).toMatchObject({ channel: 'shop', source: 'http', payload: bad });
  });

  it('takes the good ones of a list and keeps the bad ones as they were sent', async () => {
    const bad = '{"channel":"shop","externalId":"x1","tax": 1.50e0}';
    const answer = await post(`[${JSON.stringify(order('good'))}, ${bad} ]`);
    expect(answer.status).toBe(202);
    expect(answer.json.results).toMatchObject([{ result: 'accepted' }, { index: 1, result: 'quarantined' }]);
    const kept = await ingest.call('GET', `/v1/quarantine/${answer.json.results[1].quarantineId}`);
    expect(kept.json.payload).toBe(bad);
    expect(Buffer.from(kept.json.payloadBase64, 'base64').toString()).toBe(bad);
  });

  it('says what is wrong with a request that cannot be read', async () => {
    expect(await post('{"channel":')).toMatchObject({ status: 400, json: { type: 'urn:orderweave:problem:not-json' } });
    expect((await post('[]')).status).toBe(400);
    expect((await post('')).status).toBe(400);
    expect((await post('"text"')).status).toBe(422);
    expect((await post(Array.from({ length: 1001 }, () => 1))).status).toBe(413);
    expect((await post(`"${'x'.repeat(11 << 20)}"`)).status).toBe(413);
    expect((await post('<order/>', { headers: { 'content-type': 'text/xml' } })).status).toBe(415);
  });

  it('survives nesting that no stack survives', async () => {
    const deep = `{"channel":"shop","externalId":"deep","x":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    const answer = await post(`[${deep}]`);
    expect(answer.json.results).toMatchObject([{ result: 'quarantined' }]);
  });

  it('asks for a key, its role and its channels', async () => {
    expect((await post(order('k1'), { headers: { authorization: 'Bearer nobody' } })).status).toBe(401);
    expect((await post(order('k1'), { key: 'reader' })).status).toBe(403);
    const foreign = await post([order('k1'), order('k2', { channel: 'market' })], { key: 'shop' });
    expect(foreign).toMatchObject({ status: 403, json: { errors: [{ field: 'channel', value: 'market' }] } });
    expect((await post([order('k1')], { key: 'shop' })).json.results).toMatchObject([{ result: 'accepted' }]);
  });

  it('gives a repeated request the answer of the first', async () => {
    const headers = { 'idempotency-key': 'k-1' };
    const first = await post([order('i1'), { bad: true }], { headers });
    const second = await post([order('i1'), { bad: true }], { headers });
    expect(second).toEqual(first);
    expect(first.json.results[0].result).toBe('accepted');
    const other = await post([order('i2')], { headers });
    expect(other).toMatchObject({ status: 422, json: { type: 'urn:orderweave:problem:idempotency-key-reused' } });
    const refused = await post({ bad: 1 }, { headers: { 'idempotency-key': 'k-2' } });
    expect(await post({ bad: 1 }, { headers: { 'idempotency-key': 'k-2' } })).toEqual(refused);
    const atOnce = await Promise.all(
      Array.from({ length: 8 }, () => post([order('i3')], { headers: { 'idempotency-key': 'k-3' } })),
    );
    expect(new Set(atOnce.map(({ text }) => text)).size).toBe(1);
  });

  it('answers many requests at once, each with its own results', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => post(n % 10 ? order(`c${n}`) : { ...order(`c${n}`), currency: '?' })),
    );
    answers.forEach((answer, n) => {
      expect(answer.status).toBe(n % 10 ? 202 : 422);
      if (n % 10) expect(answer.json.results).toMatchObject([{ order: `shop/c${n}`, result: 'accepted' }]);
    });
  });

  it('lists the quarantine page by page, by channel, and to those who may see it', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await ingest.call('GET', `/v1/quarantine?limit=5${cursor ? `&cursor=${cursor}` : ''}`);
      expect(page.json.items.length).toBeLessThanOrEqual(5);
      seen.push(...page.json.items.map(({ id }: { id: string }) => id));
      cursor = page.json.next;
    }
    expect(seen.length).toBeGreaterThan(10);
    expect(new Set(seen).size).toBe(seen.length);
    const shop = await ingest.call('GET', '/v1/quarantine?limit=500', { key: 'shop' });
    expect(new Set(shop.json.items.map(({ channel }: { channel: string }) => channel))).toEqual(new Set(['shop']));
    expect((await ingest.call('GET', '/v1/quarantine', { key: 'reader' })).status).toBe(403);
    expect((await ingest.call('GET', '/v1/quarantine?cursor=nonsense')).status).toBe(400);
    expect((await ingest.call('GET', '/v1/quarantine/q_none')).status).toBe(404);
  });

  it('publishes what it accepted, counts it, and describes itself', async () => {
    const progress = await ingest.call('GET', '/v1/progress?wait=10000');
    expect(progress.json).toMatchObject({ drained: true, outbox: 0 });
    const metrics = await ingest.call('GET', '/metrics');
    expect(metrics.text).toMatch(/orderweave_orders_total\{channel="shop",result="accepted"\} \d+/);
    const docs = await ingest.call('GET', '/docs-json');
    expect(Object.keys(docs.json.paths)).toEqual(expect.arrayContaining(['/v1/orders', '/v1/quarantine/{id}']));
  });
});
