import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serveSegmentation, type ServedSegmentation } from '../testing/serve-segmentation.js';

describe('models over HTTP', () => {
  let service: ServedSegmentation;
  beforeAll(async () => {
    service = await serveSegmentation([{ name: 'ana', role: 'analyst', tenant: 'acme-models' }]);
  });
  afterAll(() => service?.stop());

  async function get(path: string): Promise<[number, Record<string, unknown>]> {
    const response = await fetch(`${service.url}/v1/${path}`, { headers: { authorization: 'Bearer ana' } });
    return [response.status, (await response.json()) as Record<string, unknown>];
  }

  it('says of models and customers that are not there what to do', async () => {
    expect(await get('models')).toEqual([200, { items: [], next: null }]);
    for (const path of ['models/newest', 'models/3', 'models/third']) {
      expect(await get(path)).toMatchObject([404, { type: expect.stringContaining('unknown-model') }]);
    }
    expect(await get('customers/nobody/outlook')).toMatchObject([404, { title: 'Customer not known' }]);
    expect((await get('models?limit=0'))[0]).toBe(400);
    expect((await get('models?cursor=next'))[0]).toBe(400);
  });

  it('describes itself', async () => {
    const response = await fetch(`${service.url}/docs-json`);
    const { paths } = (await response.json()) as { paths: Record<string, unknown> };
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/v1/models', '/v1/models/{version}', '/v1/customers/{id}/outlook']),
    );
  });
});
