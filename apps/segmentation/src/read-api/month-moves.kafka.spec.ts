import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serveSegmentation, type ServedSegmentation } from '../testing/serve-segmentation.js';

describe('migration and boundaries over HTTP', () => {
  let service: ServedSegmentation;
  beforeAll(async () => {
    service = await serveSegmentation([{ name: 'ana', role: 'analyst', tenant: 'acme-month-moves' }]);
  });
  afterAll(() => service?.stop());

  async function get(path: string): Promise<[number, Record<string, unknown>]> {
    const response = await fetch(`${service.url}/v1/months/${path}`, { headers: { authorization: 'Bearer ana' } });
    return [response.status, (await response.json()) as Record<string, unknown>];
  }

  it('answers for months without customers', async () => {
    const [status, migration] = await get('2026-02/migration?from=2026-01');
    expect([status, migration]).toMatchObject([200, { from: '2026-01', to: '2026-02', basis: 'live', up: 0 }]);
    expect(migration['cells']).toHaveLength(24);
    const nobody = { lowestAmount: null, above: [], below: [] };
    expect(await get('2026-02/boundaries?limit=3')).toMatchObject([
      200,
      {
        month: '2026-02',
        closed: false,
        boundaries: [
          { tier: 'A', ...nobody },
          { tier: 'B', ...nobody },
        ],
      },
    ]);
  });

  it('names what is wrong with a request', async () => {
    for (const path of [
      '2026-02/migration',
      '2026-02/migration?from=March',
      '2026-13/boundaries',
      '2026-02/boundaries?limit=0',
    ]) {
      expect(await get(path)).toMatchObject([400, { errors: [{}] }]);
    }
    expect((await get('2026-02/migration?from=2026-01&basis=final'))[0]).toBe(409);
  });
});
