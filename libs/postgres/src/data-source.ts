import { DataSource, type DataSourceOptions } from 'typeorm';
import { PlatformTables1700000000000 } from './migrations/platform-tables.js';

type Classes = (abstract new (...args: never[]) => unknown)[];
const MIGRATION_LOCK = 7_302_026;
// Statements go by keys, so their plans need no fine statistics; these cost a twelfth of the usual, which a growing table takes so often
// that orders wait for it.
const ROUGH_STATISTICS = `
  DO $$
  DECLARE statement text;
  BEGIN
    FOR statement IN
      SELECT format('ALTER TABLE %s %s', attrelid::regclass, string_agg(format('ALTER COLUMN %I SET STATISTICS 20', attname), ', '))
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
       WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
         AND coalesce(attstattarget, -1) = -1
       GROUP BY attrelid
    LOOP EXECUTE statement; END LOOP;
  END $$`;

/** What a service adds to its data source. */
export interface DataSourceParts {
  url: string;
  entities?: Classes;
  migrations?: Classes;
  connections?: number;
}

/** TypeORM's data source for migrations and for reads that are not hot. */
export function createDataSource({
  url,
  entities = [],
  migrations = [],
  connections = 3,
}: DataSourceParts): DataSource {
  const options: DataSourceOptions = {
    type: 'postgres',
    url,
    entities: entities as NonNullable<DataSourceOptions['entities']>,
    migrations: [PlatformTables1700000000000, ...migrations] as NonNullable<DataSourceOptions['migrations']>,
    migrationsTableName: 'schema_migration',
    synchronize: false,
    invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },
    extra: { max: connections, connectionTimeoutMillis: 10_000 },
  };
  return new DataSource(options);
}

/** Brings the schema up to date; replicas that start together wait for each other. */
export async function migrate(source: DataSource): Promise<string[]> {
  if (!source.isInitialized) await source.initialize();
  const runner = source.createQueryRunner();
  await runner.connect();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const done = await source.runMigrations({ transaction: 'each' });
    await runner.query(ROUGH_STATISTICS);
    return done.map((migration) => migration.name);
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await runner.release();
  }
}
