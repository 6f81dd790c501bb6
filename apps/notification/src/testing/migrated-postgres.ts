import { createDataSource, Database, migrate } from '@orderweave/postgres';
import { testPostgres } from '@orderweave/testing';
import { AlertTables1701000000000 } from '../migrations/alert-tables.js';

/** The service's tables in a schema of its own, for one suite; `end` drops them. */
export async function migratedPostgres(): Promise<{ database: Database; end(): Promise<void> }> {
  const postgres = await testPostgres();
  const source = createDataSource({ url: postgres.url, migrations: [AlertTables1701000000000] });
  await migrate(source);
  await source.destroy();
  const database = new Database({ url: postgres.url });
  const end = async () => {
    await database.close();
    await postgres.drop();
  };
  return { database, end };
}
