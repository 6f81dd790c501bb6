import { createHash } from 'node:crypto';
import { createDataSource, Database, migrate } from '@orderweave/postgres';
import { bootService } from '@orderweave/service';
import { testKafka, testPostgres } from '@orderweave/testing';
import { segmentationService } from '../segmentation-service.js';

/** Who may call the service; the name is the key. */
export interface SpecKey {
  readonly name: string;
  readonly role: string;
  readonly tenant: string;
}

/** The service over real HTTP, with what stands in its database. */
export interface ServedSegmentation {
  readonly url: string;
  readonly database: Database;
  stop(): Promise<void>;
}

/**
 * Starts segmentation as `main.ts` does, for the tenants of its keys. They must be names of the suite's own: the log of a run is shared, and
 * a service reads all of it. `prepare` writes to the migrated tables before the service starts.
 */
export async function serveSegmentation(
  keys: readonly SpecKey[],
  prepare?: (database: Database) => Promise<void>,
): Promise<ServedSegmentation> {
  const [kafka, schema] = await Promise.all([testKafka(), testPostgres()]);
  const { migrations = [] } = segmentationService;
  const source = createDataSource({ url: schema.url, migrations });
  await migrate(source);
  await source.destroy();
  const database = new Database({ url: schema.url });
  await prepare?.(database);
  const tenants = [...new Set(keys.map(({ tenant }) => tenant))];
  const service = await bootService({
    ...segmentationService,
    env: {
      PORT: '0',
      DATABASE_URL: schema.url,
      KAFKA_BROKERS: kafka.brokers.join(','),
      TENANTS: JSON.stringify(tenants.map((tenant) => ({ tenant }))),
      API_KEYS: JSON.stringify(
        keys.map((key) => ({ ...key, sha256: createHash('sha256').update(key.name).digest('hex') })),
      ),
      LOG_LEVEL: 'silent',
      DOCS_PAGE: 'false',
    },
  });
  return {
    url: service.url,
    database,
    async stop() {
      await service.stop();
      await database.close();
      await schema.drop();
    },
  };
}
