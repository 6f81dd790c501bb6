import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDataSource, Database, migrate } from '@orderweave/postgres';
import { testPostgres, type TestPostgres } from '@orderweave/testing';
import { pino } from 'pino';
import { EndpointRegistry } from '../delivery/endpoints/endpoint-registry.js';
import { findEndpoint, type EndpointRow } from '../delivery/endpoints/endpoint.store.js';
import { KeyRing } from '../secrets/key-ring.js';
import { MIGRATIONS } from './migrations.js';

describe('the schema', () => {
  let postgres: TestPostgres;
  let database: Database;
  beforeAll(async () => {
    postgres = await testPostgres();
    database = new Database({ url: postgres.url });
  });
  afterAll(async () => {
    await database.close();
    await postgres.drop();
  });
  const run = async (migrations: typeof MIGRATIONS) => {
    const source = createDataSource({ url: postgres.url, migrations });
    await migrate(source);
    return source;
  };

  it('takes over the webhooks of old with their secrets and deliveries, and can go back', async () => {
    const first = await run(MIGRATIONS.slice(0, 1));
    await first.destroy();
    await database.pool.query(`INSERT INTO webhook (tenant, id, url, secrets, locale, created_by)
      VALUES ('default', 'wh_1', 'https://example.com/hook', ARRAY['whsec_a', 'whsec_b'], 'en', 'boss')`);
    await database.pool.query(
      `INSERT INTO delivery (tenant, alert_id, webhook_id, state) VALUES ('default', 'al_1', 'wh_1', 'delivered')`,
    );
    const source = await run(MIGRATIONS);
    const row = (await findEndpoint(database, 'default', 'wh_1')) as EndpointRow & { channel: 'webhook' };
    expect(row).toMatchObject({ channel: 'webhook', enabled: true, createdBy: 'boss' });
    const registry = new EndpointRegistry(database, new KeyRing(database, pino({ level: 'silent' })));
    const settings = { url: 'https://example.com/hook', secrets: ['whsec_a', 'whsec_b'] };
    expect(await registry.settings(row)).toEqual(settings);
    for (let step = 1; step < MIGRATIONS.length; step++) await source.undoLastMigration();
    const { rows } = await database.pool.query(
      'SELECT url, webhook_id FROM webhook JOIN delivery ON webhook.id = webhook_id',
    );
    expect(rows).toEqual([{ url: 'https://example.com/hook', webhook_id: 'wh_1' }]);
    await source.destroy();
  });
});
