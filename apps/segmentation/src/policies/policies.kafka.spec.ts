import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_POLICY } from '@orderweave/domain-segmentation';
import { serveSegmentation, type ServedSegmentation } from '../testing/serve-segmentation.js';

const key = (name: string, role: string, tenant = 'acme-policies') => ({ name, role, tenant });
type Json = Record<string, unknown> & { items: Record<string, unknown>[]; errors: Record<string, unknown>[] };

describe('the API of policies', () => {
  let service: ServedSegmentation;

  beforeAll(async () => {
    service = await serveSegmentation([
      key('ana', 'analyst'),
      key('zoe', 'admin'),
      key('ops', 'ops'),
      key('rep', 'rep'),
      key('else', 'admin', 'other-policies'),
    ]);
  });
  afterAll(() => service?.stop());

  async function call(method: string, path: string, body?: object, who = 'ana'): Promise<[number, Json]> {
    // Who is called Zoe reads Chinese.
    const language = who === 'zoe' ? 'zh-CN,zh;q=0.9,en;q=0.5' : 'en';
    const headers = {
      authorization: `Bearer ${who}`,
      'accept-language': language,
      ...(body && { 'content-type': 'application/json' }),
    };
    const response = await fetch(`${service.url}${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    return [response.status, (await response.json()) as Json];
  }
  const get = (path: string, who?: string) => call('GET', `/v1/policies${path}`, undefined, who);
  const post = (path: string, body?: object, who?: string) => call('POST', `/v1/policies${path}`, body, who);
  const states = async () =>
    (await get(''))[1].items.map(({ version, state, activeFrom, scheduledFrom }) =>
      [version, state, activeFrom, scheduledFrom].filter((part) => part !== null).join(' '),
    );
  async function moveClock(now: string): Promise<void> {
    expect((await call('PUT', '/v1/clock', { mode: 'manual', now }, 'ops'))[0]).toBe(200);
    for (let drained = false; !drained;) {
      drained = (await call('GET', '/v1/progress?wait=5000'))[1]['drained'] === true;
    }
  }

  it('1. begins with the environment as version 1, in force from the beginning', async () => {
    const [status, { items }] = await get('');
    expect([status, items.length]).toEqual([200, 1]);
    expect(items[0]).toMatchObject({ version: 1, state: 'active', createdBy: 'environment' });
    const [, version] = await get('/1');
    expect(version['document']).toEqual(DEFAULT_POLICY);
    expect((await get('/active'))[1]).toEqual(version);
    expect((await get('/9'))[0]).toBe(404);
    expect((await get('/9', 'zoe'))[1]).toMatchObject({ title: '没有这个策略版本', status: 404 });
    expect((await call('GET', '/v1/rebuilds/7', undefined, 'zoe'))[1]).toMatchObject({ detail: '没有重建 7。' });
    expect((await get('/1x'))[0]).toBe(404);
  });

  it('2. serves the schema of a document', async () => {
    const [status, document] = await get('/schema', 'rep');
    expect(status).toBe(200);
    expect(document).toMatchObject({ type: 'object', required: expect.arrayContaining(['tiers', 'stages']) });
    const [, docs] = await call('GET', '/docs-json');
    expect(Object.keys(docs['paths'] as object)).toContain('/v1/policies/{version}/activate');
    const schemas = (docs['components'] as { schemas: Record<string, Json> }).schemas;
    expect(schemas['DraftBody']).toMatchObject({ properties: { document: { properties: document['properties'] } } });
  });

  it('3. names every fault of a document by its place, and saves nothing', async () => {
    const document = {
      tiers: { preset: 'custom', basis: 'rank', cuts: [0.9, 0.2] },
      stages: { graceDays: 40, risk: { bands: { watch: { silence: 0.5 } } } },
      colour: 'red',
    };
    for (const path of ['', '/validate']) {
      const [status, problem] = await post(path, { document });
      expect([status, problem['type']]).toEqual([422, 'urn:orderweave:problem:invalid-policy']);
      expect(problem.errors.map(({ field }) => field).sort()).toEqual([
        '/document/colour',
        '/document/stages/graceDays',
        '/document/stages/risk/bands/watch/silence',
        '/document/tiers/cuts/0',
      ]);
      for (const fault of problem.errors)
        expect(Object.keys(fault)).toEqual(expect.arrayContaining(['code', 'rule', 'remedy']));
    }
    const [, chinese] = await post('/validate?locale=zh-CN', { document });
    expect([chinese['title'], chinese['detail']]).toEqual(['策略有误', '共 4 处，见 errors。没有保存。']);
    expect(chinese.errors.find(({ field }) => field === '/document/stages/graceDays')).toMatchObject({
      code: 'too-large',
      rule: '不得大于 27',
      remedy: '请使用不大于 27 的值（月末到月结之间的天数）',
    });
    expect((await post('?locale=fr', { document }))[0]).toBe(400);
    expect((await post('', { document: [], basedOn: 0 }))[1].errors.map(({ field }) => field)).toEqual([
      '/document',
      '/basedOn',
    ]);
    expect(await states()).toHaveLength(1);
  });

  it('4. is written by admins and analysts alone, and keeps tenants apart', async () => {
    const document = { stages: { newDays: 30 } };
    for (const who of ['ops', 'rep']) {
      expect((await post('', { document }, who))[0]).toBe(403);
      expect((await post('/1/activate', {}, who))[0]).toBe(403);
      expect((await get('', who))[0]).toBe(200);
    }
    expect((await post('', { document }, 'else'))[0]).toBe(201);
    expect((await get('/2'))[0]).toBe(404);
  });

  it('5. keeps a draft complete, from the version it is based on, and tells the difference', async () => {
    const [status, saved] = await post('', { document: { stages: { newDays: 30 } }, note: 'shorter' });
    expect([status, saved['version'], saved['state'], saved['note'], saved['createdBy']]).toEqual([
      201,
      2,
      'draft',
      'shorter',
      'ana',
    ]);
    expect(saved['document']).toEqual({ ...DEFAULT_POLICY, stages: { ...DEFAULT_POLICY.stages, newDays: 30 } });
    const [, third] = await post('', { document: { tiers: { preset: 'revenue-80-15-5' } }, basedOn: 2 });
    expect(third['version']).toBe(3);
    expect((await get('/1/diff/3'))[1]).toEqual({
      from: 1,
      to: 3,
      changes: [
        { path: '/tiers/preset', op: 'replace', before: 'rank-20-60-20', after: 'revenue-80-15-5' },
        { path: '/stages/newDays', op: 'replace', before: 60, after: 30 },
      ],
    });
    expect((await post('', { document: {}, basedOn: 77 }))[0]).toBe(404);
  });

  it('6. brings a version into force from the beginning while nothing is recorded, later from the next day', async () => {
    expect((await post('/2/activate'))[1]).toEqual({
      version: 2,
      from: null,
      at: null,
      unchanged: false,
      superseded: 1,
    });
    expect(await states()).toEqual(['3 draft', '2 active 1970-01-01', '1 draft']);
    await moveClock('2025-03-01T04:00:00Z');
    const [status, problem] = await post('/3/activate', { at: '2025-03-01T00:00:00+08:00' });
    expect([status, problem['earliest']]).toEqual([409, '2025-03-01T16:00:00.000Z']);
    const next = { version: 3, from: '2025-03-02', at: '2025-03-01T16:00:00.000Z', unchanged: false, superseded: null };
    expect((await post('/3/activate', {}))[1]).toEqual(next);
    expect((await post('/3/activate', { at: '2025-03-01T23:00:00+08:00' }))[1]).toEqual({ ...next, unchanged: true });
    expect(await states()).toEqual(['3 scheduled 2025-03-02', '2 active 1970-01-01', '1 draft']);
    await moveClock('2025-03-01T16:00:00Z');
    expect(await states()).toEqual(['3 active 2025-03-02', '2 retired 1970-01-01', '1 draft']);
    expect((await get('/active'))[1]['version']).toBe(3);
  });

  it('7. withdraws what has not come yet, and rolls back what has', async () => {
    expect((await post('/1/activate', { at: '2025-03-10T00:00:01+08:00' }))[1]).toMatchObject({ from: '2025-03-11' });
    expect((await post('/1/withdraw', { note: 'no' }))[1]).toEqual({ version: 1, days: ['2025-03-11'] });
    expect((await post('/1/withdraw'))[0]).toBe(409);
    expect((await post('/rollback', { note: 'too few in A' }))[1]).toMatchObject({ version: 2, from: '2025-03-03' });
    await moveClock('2025-03-02T16:00:00Z');
    expect(await states()).toEqual(['3 retired 2025-03-02', '2 active 2025-03-03', '1 draft']);
  });

  it('8. tries a version out before it is in force', async () => {
    const [status, told] = await post('/3/dry-run', { months: 2 });
    expect([status, told['version'], told['comparedWith'], told['asOf']]).toEqual([200, 3, 'policy-2', '2025-03-03']);
    expect(told).toMatchObject({ customersChanging: 0, months: [], stages: { customersChanging: 0 } });
    expect((await post('/3/dry-run'))[0]).toBe(200);
    expect((await post('/3/dry-run', { months: 37 }))[0]).toBe(400);
    expect((await post('/9/dry-run'))[0]).toBe(404);
    expect((await post('/3/dry-run', {}, 'rep'))[0]).toBe(403);
  });

  it('9. tells who did what, newest first, page by page', async () => {
    const [, { items: all }] = await get('/audit', 'rep');
    expect(all.map(({ action, version, from, actor }) => [action, version, from ?? '-', actor].join(' '))).toEqual([
      'rolled-back 2 2025-03-03 ana',
      'withdrawn 1 2025-03-11 ana',
      'activated 1 2025-03-11 ana',
      'activated 3 2025-03-02 ana',
      'activated 2 1970-01-01 ana',
      'superseded 1 1970-01-01 ana',
      'drafted 3 - ana',
      'drafted 2 - ana',
      'seeded 1 1970-01-01 environment',
    ]);
    expect(all[0]).toMatchObject({ role: 'analyst', note: 'too few in A' });
    const [, first] = await get('/audit?limit=5');
    const [, second] = await get(`/audit?limit=5&cursor=${String(first['next'])}`);
    expect([...first.items, ...second.items]).toEqual(all);
    expect(second['next']).toBeNull();
    expect((await get('?limit=2'))[1]['next']).toBe(2);
  });
});
