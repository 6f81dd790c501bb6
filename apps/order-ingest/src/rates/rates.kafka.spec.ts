import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderRecorded, type RecordedOrder } from '@orderweave/contracts';
import { createKafka } from '@orderweave/stream';
import { eventually } from '@orderweave/testing';
import type { Consumer } from 'kafkajs';
import { pino } from 'pino';
import { ingestFixture, type IngestFixture } from '../ingest-fixture.js';

describe('PUT /v1/rates', () => {
  let ingest: IngestFixture;
  let consumer: Consumer;
  const recorded: RecordedOrder[] = [];
  beforeAll(async () => {
    ingest = await ingestFixture();
    const { brokers, prefix: clientId } = ingest.kafka;
    consumer = createKafka({ brokers, clientId }, pino({ level: 'silent' })).consumer({ groupId: `${clientId}-rates` });
    await consumer.connect();
    await consumer.subscribe({ topics: [OrderRecorded.topic], fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message }) => {
        // The log of a run is shared: others put things there that are no orders.
        if (!String(message.key).includes(clientId)) return;
        recorded.push(OrderRecorded.decode(message.value ?? Buffer.alloc(0)));
      },
    });
  });
  afterAll(async () => {
    await consumer.disconnect();
    await ingest.close();
  });
  const idOf = (id: string): string => `${ingest.kafka.prefix}-${id}`;
  const euro = (id: string, more: object = {}) => ({
    ...{ channel: 'shop', externalId: idOf(id), currency: 'EUR', placedAt: '2026-05-02T00:00:00Z' },
    lines: [{ sku: 'S', quantity: 2, unitPrice: '10.5' }],
    ...more,
  });
  const refunds = [{ id: 'r1', amount: '0.5' }];
  const put = (body: unknown, options: object = {}) => ingest.call('PUT', '/v1/rates', { body, ...options });
  const unvalued = async (query = '', options: object = {}) =>
    (await ingest.call('GET', `/v1/orders/unvalued${query}`, options)).json as {
      items: { externalId: string }[];
      next: string | null;
    };
  const toldOf = (id: string) => recorded.filter(({ externalId }) => externalId === idOf(id));

  it('values what waits, tells it with the same revision, and lets it be seen until then', async () => {
    const note = euro('note', {
      ...{ kind: 'credit-note', refundsOrder: idOf('a'), channel: 'market' },
      lines: [{ sku: 'S', quantity: 1, unitPrice: '1' }],
    });
    const early = euro('early', { placedAt: '2026-04-30T00:00:00Z' });
    const sent = await ingest.call('POST', '/v1/orders', { body: [euro('a', { refunds }), note, early] });
    expect(sent.json.results).toMatchObject([{ unvalued: true }, { unvalued: true }, { unvalued: true }]);
    const first = await unvalued('?limit=2');
    expect(first.items).toEqual([
      expect.objectContaining({ externalId: idOf('early'), currency: 'EUR', placedOn: '2026-04-30', amount: '21' }),
      expect.objectContaining({ externalId: idOf('note'), kind: 'credit-note', channel: 'market', amount: '-1' }),
    ]);
    expect((await unvalued(`?limit=2&cursor=${first.next}`)).items).toMatchObject([{ externalId: idOf('a') }]);
    expect((await unvalued('?channel=market')).items).toHaveLength(1);
    expect((await unvalued('?currency=USD')).items).toEqual([]);
    expect((await unvalued('', { key: 'shop' })).items).toHaveLength(2);
    await eventually(async () =>
      expect((await ingest.call('GET', '/metrics')).text).toMatch(/orderweave_unvalued_orders\{channel="shop"\} 2\n/),
    );

    const kept = await put({ currency: 'EUR', day: '2026-05-01', rate: '7.80' });
    expect(kept).toMatchObject({ status: 200, json: { items: [{ rate: '7.8', source: 'api', statedBy: 'all' }] } });
    await eventually(() => expect([toldOf('a'), toldOf('note')].map(({ length }) => length)).toEqual([2, 2]));
    const [before, after] = toldOf('a');
    expect(before?.value).toBeUndefined();
    expect(after).toEqual({ ...before, value: '163.8', refunds: [{ id: 'r1', amount: '3.9' }] });
    expect(toldOf('note')[1]).toMatchObject({ value: '-7.8', refundsOrder: idOf('a') });
    expect((await unvalued()).items).toMatchObject([{ externalId: idOf('early') }]);
    await eventually(async () =>
      expect((await ingest.call('GET', '/metrics')).text).toMatch(/orderweave_unvalued_orders\{channel="shop"\} 1\n/),
    );
    const progress = await ingest.call('GET', '/v1/progress?wait=10000');
    expect(progress.json).toMatchObject({ drained: true });
  });

  it('converts new orders from now on, and leaves alone what has a value', async () => {
    await put({ currency: 'EUR', day: '2026-05-01', rate: '8' });
    const sent = await ingest.call('POST', '/v1/orders', { body: [euro('b'), euro('a', { refunds })] });
    expect(sent.json.results.map(({ result }: { result: string }) => result)).toEqual(['accepted', 'duplicate']);
    await eventually(() => expect(toldOf('b')).toMatchObject([{ value: '168' }]));
    expect(toldOf('a').map(({ value }) => value)).toEqual([undefined, '163.8']);
  });

  it('lists the rates page by page, by currency and days', async () => {
    const days = ['2026-05-01', '2026-05-02', '2026-05-03'];
    await put(days.map((day, index) => ({ currency: 'USD', day, rate: `7.${index}` })));
    const first = await ingest.call('GET', '/v1/rates?currency=USD&from=2026-05-01&limit=2');
    const second = await ingest.call('GET', `/v1/rates?currency=USD&limit=2&cursor=${first.json.next}`);
    const seen = [...first.json.items, ...second.json.items].map(({ day, rate }) => [day, rate]);
    expect(seen).toEqual(days.map((day, index) => [day, index === 0 ? '7' : `7.${index}`]));
    expect([first.json.items.length, second.json.next]).toEqual([2, null]);
    const middle = await ingest.call('GET', '/v1/rates?from=2026-05-02&to=2026-05-02');
    expect(middle.json.items).toMatchObject([{ currency: 'USD', day: '2026-05-02' }]);
  });

  it('names every fault, in the language asked for, and keeps none of the rates', async () => {
    const good = { currency: 'GBP', day: '2026-05-01', rate: '9' };
    const bad = { currency: 'CNY', day: '2026-02-30', rate: 9, note: 'x' };
    const refused = await put([good, bad, good, null], { headers: { 'accept-language': 'zh-CN' } });
    expect(refused).toMatchObject({ status: 422, json: { type: 'urn:orderweave:problem:invalid-rates' } });
    expect(refused.json.errors.map(({ field, code }: Record<string, string>) => [field, code])).toEqual([
      ['/1/currency', 'base-currency'],
      ['/1/day', 'no-such-day'],
      ['/1/rate', 'no-rate'],
      ['/1/note', 'unknown-field'],
      ['/2', 'stated-twice'],
      ['/3', 'no-object'],
    ]);
    expect(refused.json.errors[1].remedy).toContain('日期');
    expect((await ingest.call('GET', '/v1/rates?currency=GBP')).json.items).toEqual([]);
    expect((await put('{"currency":')).status).toBe(400);
    expect((await put([])).status).toBe(400);
    expect((await put(Array.from({ length: 1_001 }, () => good))).status).toBe(413);
    expect((await ingest.call('GET', '/v1/rates?from=2026-02-30&currency=eur')).json.errors).toHaveLength(2);
    expect((await ingest.call('GET', '/v1/rates?cursor=nonsense')).status).toBe(400);
    expect((await ingest.call('GET', '/v1/orders/unvalued?cursor=nonsense')).status).toBe(400);
  });

  it('asks for the role, and describes itself', async () => {
    const rate = { currency: 'EUR', day: '2026-05-01', rate: '9' };
    expect((await put(rate, { key: 'shop' })).status).toBe(403);
    expect((await ingest.call('GET', '/v1/rates', { key: 'shop' })).status).toBe(200);
    for (const path of ['/v1/rates', '/v1/orders/unvalued'])
      expect((await ingest.call('GET', path, { key: 'reader' })).status).toBe(403);
    const { paths } = (await ingest.call('GET', '/docs-json')).json;
    expect(Object.keys(paths['/v1/rates']).sort()).toEqual(['get', 'put']);
    expect(paths['/v1/orders/unvalued']).toHaveProperty('get');
  });
});
