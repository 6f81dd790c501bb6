import { createDataSource, Database, migrate } from '@orderweave/postgres';
import { testPostgres } from '@orderweave/testing';
import { MIGRATIONS } from '../migrations/migrations.js';

/** The service's tables in a schema of its own, for one suite; `end` drops them. */
export async function migratedPostgres(): Promise<{ database: Database; end(): Promise<void> }> {
  const postgres = await testPostgres();
  const source = createDataSource({ url: postgres.url, migrations: MIGRATIONS });
  await migrate(source);
  await source.destroy();
  const database = new Database({ url: postgres.url });
  const end = async () => {
    await database.close();
    await postgres.drop();
  };
  return { database, end };
}
