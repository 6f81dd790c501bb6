import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getMetadataStorage, type ValidationArguments } from 'class-validator';
import { serveSegmentation, type ServedSegmentation } from '../testing/serve-segmentation.js';
import { wordRemedy } from './word-remedy.js';

const CHINESE = /[\u4e00-\u9fff]/;

interface Told {
  readonly status: number;
  readonly type: string;
  readonly title: string;
  readonly detail?: string;
  readonly errors?: Readonly<Record<'field' | 'value' | 'rule' | 'remedy', unknown>>[];
}

interface Rule {
  readonly propertyName: string;
  readonly constraints?: unknown[];
  readonly message?: string | ((args: ValidationArguments) => string);
  readonly constraintCls?: new () => { defaultMessage?(args: ValidationArguments): string };
}

/** What the checks of all requests that the service takes can tell people to do. */
function remediesOfRequests(): string[] {
  const { validationMetadatas } = getMetadataStorage() as unknown as { validationMetadatas: Map<unknown, Rule[]> };
  const remedies = new Set<string>();
  for (const { propertyName, constraints = [], message, constraintCls } of [...validationMetadatas.values()].flat()) {
    const args = { property: propertyName, constraints } as unknown as ValidationArguments;
    const text = message ?? (constraintCls && new constraintCls().defaultMessage?.(args));
    if (typeof text !== 'string') continue;
    const named = text.replaceAll('$property', propertyName);
    remedies.add(
      named.replaceAll(/\$constraint(\d)/g, (_, at: string) => [constraints[Number(at) - 1]].flat().join(', ')),
    );
  }
  return [...remedies];
}

describe('faults in both languages', () => {
  let service: ServedSegmentation;
  beforeAll(async () => {
    const tenant = 'acme-problems';
    service = await serveSegmentation([
      { name: 'ana', role: 'analyst', tenant },
      { name: 'rep', role: 'rep', tenant },
    ]);
  });
  afterAll(() => service?.stop());

  async function ask(path: string, language: string, init: RequestInit = {}, key = 'ana'): Promise<Told> {
    const headers = { authorization: `Bearer ${key}`, 'accept-language': language, 'content-type': 'application/json' };
    const response = await fetch(`${service.url}${path}`, { ...init, headers });
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    const told = (await response.json()) as Told;
    expect(told.status).toBe(response.status);
    return told;
  }

  it.each([
    ['/v1/months/March/tiers', 400, 'invalid-month'],
    ['/v1/months/2026-02/tiers?basis=final', 409, 'month-not-closed'],
    ['/v1/months/2026-02/tiers.csv?basis=best', 400, 'invalid-request'],
    ['/v1/months/2026-02/migration?from=2026-13', 400, 'invalid-request'],
    ['/v1/months/2026-02/boundaries?limit=0', 400, 'invalid-request'],
    ['/v1/models/newest', 404, 'unknown-model'],
    ['/v1/models?cursor=0', 400, 'invalid-request'],
    ['/v1/clusters/9/customers', 404, 'unknown-cluster'],
    ['/v1/clusters/versions?limit=1000', 400, 'invalid-request'],
    ['/v1/customers/nobody/state', 404, 'unknown-customer'],
    ['/v1/customers/nobody/outlook', 404, 'unknown-customer'],
    ['/v1/customers/nobody/signals', 404, 'unknown-customer'],
    ['/v1/customers?tier=E&minNet365=much', 400, 'invalid-request'],
    ['/v1/customers?cursor=x', 400, 'invalid-cursor'],
    ['/v1/customers.csv?colour=red', 400, 'invalid-request'],
    ['/v1/signals?kind=silence', 400, 'invalid-request'],
    ['/v1/transitions?since=2026-02-30', 400, 'invalid-request'],
    ['/v1/cockpit?from=2026-02&to=2026-01', 400, 'invalid-months'],
    ['/v1/segments/nobody', 404, 'unknown-segment'],
    ['/v1/policies/9', 404, 'unknown-policy-version'],
  ])('GET %s', async (path, status, code) => {
    const [chinese, english] = await Promise.all([ask(path, 'zh-CN,en;q=0.5'), ask(path, 'en')]);
    for (const told of [chinese, english]) {
      expect(told).toMatchObject({ status, type: `urn:orderweave:problem:${code}` });
      for (const fault of told.errors!) {
        expect(fault).toEqual({
          field: expect.any(String),
          value: expect.anything(),
          rule: expect.any(String),
          remedy: expect.any(String),
        });
      }
    }
    const words = ({ title, detail, errors }: Told) => [
      title,
      ...(detail === undefined ? [] : [detail]),
      ...errors!.map(({ remedy }) => String(remedy)),
    ];
    expect(words(chinese).filter((text) => !CHINESE.test(text))).toEqual([]);
    expect(words(english).filter((text) => CHINESE.test(text))).toEqual([]);
    expect(words(chinese)).toHaveLength(words(english).length);
  });

  it('covers all that the checks of requests say', () => {
    const remedies = remediesOfRequests();
    expect(remedies.length).toBeGreaterThan(30);
    expect(remedies.filter((remedy) => !CHINESE.test(wordRemedy(remedy)))).toEqual([]);
  });

  it('tells also what is found before a handler is asked', async () => {
    const clock = { method: 'PUT', body: '{"mode":"wall"}' };
    expect(await ask('/v1/clock', 'zh', clock, 'rep')).toMatchObject({
      ...{ status: 403, title: '没有权限', detail: '密钥 "rep" 的角色是 rep；此操作需要 admin or ops。' },
    });
    expect(await ask('/v1/months', 'zh', {}, 'nobody')).toMatchObject({ status: 401, title: '需要 API 密钥' });
    expect(await ask('/v1/nothing', 'zh')).toMatchObject({ status: 404, detail: '没有 GET /v1/nothing。' });
    const broken = { method: 'POST', body: '{"name":' };
    expect(await ask('/v1/segments', 'zh', broken)).toMatchObject({
      status: 400,
      detail: expect.stringMatching(CHINESE),
    });
    expect(await ask('/v1/months', 'en', {}, 'nobody')).toMatchObject({ title: 'API key needed' });
    expect(await ask('/v1/segments', 'en', broken)).toMatchObject({ title: 'Bad request' });
  });
});
