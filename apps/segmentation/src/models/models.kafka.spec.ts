import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bootService, type RunningService } from '@orderweave/service';
import { testKafka, testPostgres, type TestPostgres } from '@orderweave/testing';
import { AppModule } from '../app.module.js';
import { LadderMemory } from '../ladder/ladder-memory.js';
import { SEGMENTATION_MIGRATIONS } from '../migrations/segmentation-migrations.js';
import { PolicyDirectory } from '../policies/policy-directory.js';
import { segmentationTopology } from '../topology.js';
import { TenantMoments } from './tenant-moments.js';

describe('models over HTTP', () => {
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
        TENANTS: JSON.stringify([{ tenant: 'acme-models' }]),
        API_KEYS: JSON.stringify([
          {
            name: 'ana',
            role: 'analyst',
            tenant: 'acme-models',
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
