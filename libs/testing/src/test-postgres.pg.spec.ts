import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { testPostgres, type TestPostgres } from './test-postgres.js';

describe('testPostgres', () => {
  let one: TestPostgres;
  let other: TestPostgres;
  beforeAll(async () => {
    [one, other] = await Promise.all([testPostgres(), testPostgres()]);
  });
  afterAll(() => one.drop());

  it('gives each suite a schema where unqualified SQL works and stays apart', async () => {
    expect(await query(one.url, 'create table t as select 1 as n')).toEqual([]);
    expect(await query(one.url, `select n from ${one.schema}.t`)).toEqual([{ n: 1 }]);
    await expect(query(other.url, 'select n from t')).rejects.toThrow('relation "t" does not exist');
  });

  it('drops the schema though connections are still open', async () => {
    const open = new pg.Client({ connectionString: other.url });
    const ended = new Promise<Error>((resolve) => open.on('error', resolve));
    await open.connect();
    await open.query('create table t as select 1 as n');
    await other.drop();
    expect((await ended).message).toMatch(/terminat/);
    const left = 'select from information_schema.schemata where schema_name = ';
    expect(await query(one.url, `${left}'${other.schema}'`)).toEqual([]);
    expect(await query(one.url, `${left}'${one.schema}'`)).toHaveLength(1);
  });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
