import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { engineSession } from './engine-session.js';

/** A schema of its own for one suite. */
export interface TestPostgres {
  /** Connection string of a role whose search path is the schema: SQL without a schema's name works in it. */
  url: string;
  schema: string;
  /** Ends the role's connections and drops the schema with all that it holds. */
  drop(): Promise<void>;
}

const DATABASE = 'orderweave_test';

/** Makes a schema in the shared test database. Call it in `beforeAll`, and `drop` in `afterAll`. */
export async function testPostgres(): Promise<TestPostgres> {
  const { postgresUrl } = await engineSession();
  await createDatabase(postgresUrl);
  const shared = new URL(postgresUrl);
  shared.pathname = `/${DATABASE}`;
  const schema = `suite_${randomBytes(6).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  await run(shared.href, [
    // Superuser as the services' own role of the local engines is: extensions and statistics are open to specs.
    `create role ${schema} login superuser password '${password}'`,
    `alter role ${schema} set search_path = ${schema}`,
    `create schema ${schema} authorization ${schema}`,
  ]);
  const url = new URL(shared.href);
  url.username = schema;
  url.password = password;
  const drop = () =>
    run(shared.href, [
      `select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = '${schema}'`,
      `drop schema if exists ${schema} cascade`,
      `drop owned by ${schema} cascade`,
      `drop role ${schema}`,
    ]);
  return { url: url.href, schema, drop };
}

async function createDatabase(adminUrl: string): Promise<void> {
  try {
    await run(adminUrl, [`create database ${DATABASE}`]);
  } catch (error) {
    // Already there, or another suite creates it at this moment.
    if (!['42P04', '23505'].includes((error as pg.DatabaseError).code ?? '')) throw error;
  }
}

async function run(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
