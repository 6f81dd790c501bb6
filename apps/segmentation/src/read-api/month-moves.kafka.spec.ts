import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bootService, type RunningService } from '@orderweave/service';
import { testKafka, testPostgres, type TestPostgres } from '@orderweave/testing';
import { AppModule } from '../app.module.js';
import { LadderMemory } from '../ladder/ladder-memory.js';
import { SEGMENTATION_MIGRATIONS } from '../migrations/segmentation-migrations.js';
import { TenantMoments } from '../models/tenant-moments.js';
import { PolicyDirectory } from '../policies/policy-directory.js';
import { segmentationTopology } from '../topology.js';

describe('migration and boundaries over HTTP', () => {
  let service: RunningService;
  let schema: TestPostgres;
  beforeAll(async () => {
    const kafka = await testKafka();
    schema = await testPostgres();
    service = await bootService({
      name: 'segmentation',
      module: AppModule,
      migrations: SEGMENTATION_MIGRATIONS,
      topology: (app) =>
        segmentationTopology({
          policies: app.get(PolicyDirectory),
          moments: app.get(TenantMoments),
          memory: app.get(LadderMemory),
          wallNow: () => 0,
          dayTurned: () => undefined,
        }),
      env: {
        PORT: '0',
        DATABASE_URL: schema.url,
        KAFKA_BROKERS: kafka.brokers.join(','),
        TENANTS: JSON.stringify([{ tenant: 'acme-month-moves' }]),
        API_KEYS: JSON.stringify([
          {
            name: 'ana',
            role: 'analyst',
            tenant: 'acme-month-moves',
            sha256: createHash('sha256').update('ana').digest('hex'),
          },
        ]),
        LOG_LEVEL: 'silent',
        DOCS_PAGE: 'false',
      },
    });
  });
  afterAll(async () => {
    await service?.stop();
    await schema?.drop();
  });

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
