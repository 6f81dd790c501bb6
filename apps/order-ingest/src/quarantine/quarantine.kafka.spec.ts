import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ingestFixture, type IngestFixture } from '../ingest-fixture.js';

const order = (externalId: string, more: object = {}): Record<string, unknown> => ({
  ...{ channel: 'shop', externalId, placedAt: '2026-05-01T00:00:00Z', currency: 'CNY' },
  ...{ lines: [{ sku: 'S', quantity: 1, unitPrice: 9.9 }], ...more },
});
const faulty = (externalId: string, more: object = {}) => order(externalId, { currency: 'yuan', ...more });

describe('the quarantine over HTTP', () => {
  let ingest: IngestFixture;
  beforeAll(async () => void (ingest = await ingestFixture()));
  afterAll(() => ingest.close());

  const post = (path: string, options: object = {}) => ingest.call('POST', `/v1/quarantine/${path}`, options);
  const refuse = async (value: unknown): Promise<string> =>
    (await ingest.call('POST', '/v1/orders', { body: value })).json.quarantineId;

  it('takes a corrected order through the gate once, and says by whom', async () => {
    const id = await refuse(faulty('1'));
    const again = await post(`${id}/redrive`, { headers: { 'accept-language': 'zh-CN' } });
    expect([again.status, again.json.errors, again.json.quarantineId]).toMatchObject([
      422,
      [{ field: '/currency' }],
      id,
    ]);
    expect(again.json.title).toContain('隔离区');
    expect((await post(`${id}/redrive`, { body: order('1') })).json).toMatchObject({
      ...{ id, result: 'accepted', order: 'shop/1', revision: { updatedAt: '2026-05-01T00:00:00.000Z' } },
    });
    expect((await post(`${id}/redrive`, { body: order('1') })).json).toEqual({
      id,
      result: 'accepted',
      order: 'shop/1',
    });
    expect((await post(`${id}/redrive`, { body: order('2') })).status).toBe(409);
    expect((await post(`${id}/discard`)).json).toMatchObject({ status: 409, state: 'redriven' });
    const entry = await ingest.call('GET', `/v1/quarantine/${id}`);
    expect(entry.json).toMatchObject({ state: 'redriven', closed: { by: 'all', order: 'shop/1', result: 'accepted' } });
    expect((await ingest.call('POST', '/v1/orders', { body: order('1') })).json.results).toMatchObject([
      { result: 'duplicate' },
    ]);
  });

  it('discards with a note, and opens again when the same comes again', async () => {
    const id = await refuse(faulty('never'));
    expect((await post(`${id}/discard`, { body: { note: 3 } })).status).toBe(400);
    const done = await post(`${id}/discard`, { body: { note: 'a test order' } });
    expect(done.json).toMatchObject({ state: 'discarded', closed: { note: 'a test order', by: 'all' } });
    expect((await post(`${id}/discard`, { body: { note: 'again' } })).json.closed).toEqual(done.json.closed);
    expect((await post(`${id}/redrive`)).json).toMatchObject({ status: 409, state: 'discarded' });
    expect(await refuse(faulty('never'))).toBe(id);
    expect((await ingest.call('GET', `/v1/quarantine/${id}`)).json).toMatchObject({ state: 'open', times: 2 });
  });

  it('redrives many by filter, page by page, each with its own result', async () => {
    const tomorrow = new Date(Date.now() + 3 * 86_400_000).toISOString();
    const ids = [];
    for (const n of [1, 2, 3]) ids.push(await refuse(faulty(`m${n}`, { channel: 'market', placedAt: tomorrow })));
    const filter = 'channel=market&code=placed-in-the-future';
    expect((await ingest.call('GET', `/v1/quarantine?${filter}`)).json.items).toHaveLength(3);
    const first = await post(`redrive?${filter}&limit=2`);
    expect(first.json).toMatchObject({ redriven: 0, refused: 2, results: [{ id: ids[2] }, { id: ids[1] }] });
    expect(first.json.results[0].faults).toContainEqual(expect.objectContaining({ code: 'placed-in-the-future' }));
    const second = await post(`redrive?${filter}&limit=2&cursor=${first.json.next}`);
    expect(second.json).toMatchObject({ results: [{ id: ids[0], result: 'refused' }], next: null });
    expect((await post('redrive?limit=1001')).status).toBe(400);
    expect((await post('redrive?since=yesterday')).status).toBe(400);
    expect((await post(`redrive?${filter}&until=2020-01-01T00:00:00Z`)).json.results).toEqual([]);
  });

  it('is for admin and ops, of their channels alone', async () => {
    const id = await refuse(faulty('9', { channel: 'market' }));
    for (const path of ['redrive', `${id}/redrive`, `${id}/discard`]) {
      expect([path, (await post(path, { key: 'reader' })).status]).toEqual([path, 403]);
    }
    expect((await post(`${id}/discard`, { key: 'shop' })).status).toBe(404);
    expect((await post(`${id}/redrive`, { key: 'shop', body: order('9') })).status).toBe(404);
    const foreign = await post(`${await refuse(faulty('10'))}/redrive`, {
      ...{ key: 'shop', body: order('10', { channel: 'market' }) },
    });
    expect(foreign).toMatchObject({ status: 422, json: { errors: [{ code: 'channel-not-allowed' }] } });
    expect((await post('redrive?channel=market', { key: 'shop' })).json.results).toEqual([]);
  });

  it('describes itself', async () => {
    const { paths } = (await ingest.call('GET', '/docs-json')).json;
    expect(paths).toMatchObject({
      '/v1/quarantine/redrive': { post: {} },
      '/v1/quarantine/{id}/redrive': { post: { requestBody: { required: false } } },
      '/v1/quarantine/{id}/discard': { post: {} },
      '/v1/dead-letters': { get: {} },
    });
  });
});
