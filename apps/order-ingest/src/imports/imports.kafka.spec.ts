import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GENERIC } from '@orderweave/domain-ordering';
import { eventually } from '@orderweave/testing';
import { type Answer, ingestFixture, type IngestFixture, KEYS } from '../ingest-fixture.js';
import { ImportClient, ImportClientError } from './import-client.js';
import type { ShownImport } from './imports.controller.js';
import { runImport, summariseImport } from './run-import.js';

const HEADER = 'order_id,customer_id,placed_at,currency,sku,quantity,unit_price,channel';
const line = (order: string, sku: string, more: { price?: string; channel?: string } = {}): string =>
  `${order},c1,2026-01-05T10:00:00+08:00,CNY,${sku},1,${more.price ?? '9.5'},${more.channel ?? 'shop'}`;
const csv = (...lines: string[]): string => [HEADER, ...lines, ''].join('\n');

describe('imports', () => {
  let ingest: IngestFixture;
  beforeAll(async () => void (ingest = await ingestFixture()));
  afterAll(() => ingest.close());

  const upload = (body: string | Buffer, query = 'map=generic', options: object = {}): Promise<Answer> =>
    ingest.call('POST', `/v1/imports?${query}`, { body, headers: { 'content-type': 'text/csv' }, ...options });
  const ended = (id: string): Promise<ShownImport> =>
    eventually(async () => {
      const { json } = await ingest.call('GET', `/v1/imports/${id}`);
      expect(['done', 'failed', 'stopped']).toContain(json.state);
      return json as ShownImport;
    }, 60_000);
  const result = async (body: string | Buffer, query?: string): Promise<ShownImport> => {
    const started = await upload(body, query);
    expect(started.status).toBe(202);
    return ended(started.json.id);
  };

  it('take a file in, every line of an order in that order, and know it when it comes again', async () => {
    const file = csv(line('f1', 'a'), line('f2', 'b'), line('f1', 'c'), line('f3', 'd', { price: 'nine' }));
    const first = await result(file);
    expect(first).toMatchObject({ state: 'done', map: 'generic', error: null });
    expect(first.progress).toMatchObject({ percent: 100, rows: 4, orders: 3, accepted: 2, quarantined: 1 });
    expect(first.refused).toMatchObject([
      { document: 'shop/f3', row: 4, faults: [{ field: '/lines/0/unitPrice', value: 'nine' }] },
    ]);
    expect((await result(gzipSync(file))).progress).toMatchObject({ accepted: 0, duplicate: 2, quarantined: 1 });
    // A new database reads what other suites left in `orders.inbound`, too.
    const kept = (await ingest.call('GET', '/v1/quarantine')).json.items as { source: string }[];
    expect(kept.filter(({ source }) => source !== 'kafka')).toMatchObject([
      { channel: 'shop', source: `import ${first.id}`, times: 2 },
    ]);
    expect(await readdir(process.env['IMPORT_DIR'] ?? '')).toEqual([]);
  });

  it('change nothing in a dry run', async () => {
    const file = csv(line('d1', 'a'), line('d2', 'b', { price: '' }));
    for (let run = 0; run < 2; run += 1) {
      const job = await result(file, 'map=generic&dryRun=true');
      expect(job).toMatchObject({ dryRun: true, progress: { accepted: 1, quarantined: 1 } });
    }
    expect((await result(file)).progress).toMatchObject({ accepted: 1, quarantined: 1 });
  });

  it('say why a file cannot be read', async () => {
    const missing = await result('order_id,sku\n1,a\n');
    expect(missing.state).toBe('failed');
    expect(missing.error).toMatch(/column "placed_at" is missing/);
    expect((await result(csv(line('q', '"a')))).error).toMatch(/quote/i);
    expect(await result(gzipSync(csv(line('g', 'a'))).subarray(0, 40))).toMatchObject({ state: 'failed' });
    expect(await result('')).toMatchObject({ state: 'done', progress: { orders: 0 } });
    expect((await upload('x', 'map=nothing')).json).toMatchObject({
      status: 422,
      errors: [{ field: 'map', value: 'nothing' }],
    });
    expect((await upload('x', 'map=generic&dryRun=maybe')).status).toBe(400);
    expect((await upload('{}', 'map=generic', { headers: { 'content-type': 'application/json' } })).status).toBe(415);
    expect((await ingest.call('GET', '/v1/imports/i_none')).status).toBe(404);
  });

  it('keep to the channels of the key', async () => {
    expect((await upload('x', 'map=online-retail', { key: 'shop' })).status).toBe(403);
    const file = csv(line('k1', 'a'), line('k2', 'a', { channel: 'market' }));
    const started = await upload(file, 'map=generic', { key: 'shop' });
    expect((await ended(started.json.id)).refused).toMatchObject([
      { document: 'market/k2', faults: [{ code: 'channel-not-allowed' }] },
    ]);
  });

  it('stop on request and leave what came in until then', async () => {
    const lines = Array.from({ length: 60_000 }, (_, n) => line(`s${n}`, 'a'));
    const started = await upload(csv(...lines));
    expect((await ingest.call('DELETE', `/v1/imports/${started.json.id}`)).status).toBe(202);
    const job = await ended(started.json.id);
    expect(job.state).toBe('stopped');
    expect(job.progress.orders).toBeLessThan(60_000);
    const list = await ingest.call('GET', '/v1/imports');
    expect(list.json.items[0].id).toBe(job.id);
  });

  it('read by a map of your own', async () => {
    const own = { ...GENERIC, name: 'erp', order: { ...GENERIC.order, externalId: { column: 'Beleg' } } };
    const put = (name: string, body: unknown): Promise<Answer> =>
      ingest.call('PUT', `/v1/column-maps/${name}`, { body });
    expect((await put('erp', own)).status).toBe(200);
    expect((await put('generic', GENERIC)).status).toBe(422);
    expect((await put('bad', { name: 'bad' })).json.errors.length).toBeGreaterThan(0);
    const file = csv(line('e1', 'a')).replace('order_id', 'Beleg');
    expect((await result(file, 'map=erp')).progress).toMatchObject({ accepted: 1 });
    const maps = await ingest.call('GET', '/v1/column-maps');
    expect(maps.json.items.map(({ name }: { name: string }) => name)).toEqual(['online-retail', 'generic', 'erp']);
  });

  it('run from the command line', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'orderweave-cli-'));
    const file = join(folder, 'orders.csv');
    await writeFile(file, csv(line('cli1', 'a'), line('cli2', 'b', { price: 'x' })));
    const written: string[] = [];
    const output = { write: (text: string) => written.push(text) };
    const client = new ImportClient(ingest.service.url, KEYS.all);
    const options = { file, map: 'generic', dryRun: false, url: '' };
    const job = await runImport(options, client, output, new AbortController().signal);
    expect(summariseImport(job)).toMatch(
      /is done: 2 orders in 2 rows; accepted 1, .*quarantined 1\n {2}row 2, shop\/cli2:\n {4}\/lines\/0\/unitPrice "x"/,
    );
    expect(written.at(-1)).toMatch(/import 100\.0 % {2}2 orders/);
    const refused = new ImportClient(ingest.service.url, 'ow_wrong').get('x');
    await expect(refused).rejects.toThrow(ImportClientError);
    await expect(new ImportClient('http://127.0.0.1:1', 'k').get('x')).rejects.toThrow(/is order-ingest up/);
    await rm(folder, { recursive: true });
  });
});
