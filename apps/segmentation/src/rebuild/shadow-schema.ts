import { createDataSource, Database, migrate, schemaUrl, wideStatement } from '@orderweave/postgres';
import { SEGMENTATION_MIGRATIONS } from '../migrations/segmentation-migrations.js';

/** The two places of a table: quoted names of schemas. */
export interface Schemas {
  readonly live: string;
  readonly shadow: string;
}

/** The schemas of a rebuild. */
export interface ShadowPlace extends Schemas {
  /** The shadow's schema, unquoted. */
  readonly shadowName: string;
}

const CONNECTIONS = 6;
const STATEMENT_TIMEOUT_MS = 600_000;

/** The schemas of a rebuild: the live one, and one of its own in the same database. */
export async function schemasOf(live: Database, rebuildId: number): Promise<ShadowPlace> {
  const [row] = await live.query<{ name: string }>(wideStatement('SELECT current_schema() AS name'));
  const shadowName = `${row!.name}_rebuild_${rebuildId}`;
  return { live: quoted(row!.name), shadow: quoted(shadowName), shadowName };
}

/** Makes the shadow's schema, if it is not there, with the tables that the live one has by the same migrations. */
export async function migrateShadow(live: Database, { shadow, shadowName }: ShadowPlace): Promise<void> {
  await live.query(wideStatement(`CREATE SCHEMA IF NOT EXISTS ${shadow}`));
  const url = schemaUrl(live.options.url, shadowName);
  const source = createDataSource({ url, migrations: SEGMENTATION_MIGRATIONS });
  try {
    await migrate(source);
  } finally {
    await source.destroy();
  }
}

/** Connections to the shadow, none of which publishes anything. */
export function openShadow({ options }: Database, shadowName: string): Database {
  return new Database({
    url: schemaUrl(options.url, shadowName),
    connections: CONNECTIONS,
    applicationName: `${options.applicationName ?? 'segmentation'} rebuild`,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    silent: true,
  });
}

/** Connections to the live state for what takes long: none of it publishes anything. */
export function openPatient({ options }: Database): Database {
  return new Database({ ...options, connections: 1, statementTimeoutMs: STATEMENT_TIMEOUT_MS, silent: true });
}

/** Ends a shadow with all that it holds. */
export async function dropShadow(live: Database, shadow: string): Promise<void> {
  await live.query(wideStatement(`DROP SCHEMA IF EXISTS ${shadow} CASCADE`));
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
