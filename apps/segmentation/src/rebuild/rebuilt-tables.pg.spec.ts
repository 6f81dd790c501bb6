import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDataSource, migrate } from '@orderweave/postgres';
import { testPostgres, type TestPostgres } from '@orderweave/testing';
import type { DataSource } from 'typeorm';
import { SEGMENTATION_MIGRATIONS } from '../migrations/segmentation-migrations.js';
import { REBUILT_TABLES, TABLE_FATES } from './rebuilt-tables.js';

describe('what becomes of every table when state is rebuilt', () => {
  let schema: TestPostgres;
  let source: DataSource;
  beforeAll(async () => {
    schema = await testPostgres();
    source = createDataSource({ url: schema.url, migrations: SEGMENTATION_MIGRATIONS });
    await migrate(source);
  });
  afterAll(async () => {
    await source?.destroy();
    await schema?.drop();
  });

  it('1. is decided for each of them: say it in rebuilt-tables.ts for a new one', async () => {
    const tables = await source.query<{ name: string }[]>(
      'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY name',
    );
    expect(tables.map(({ name }) => name).filter((name) => !(name in TABLE_FATES))).toEqual([]);
  });

  it('2. names keys and columns that are there', async () => {
    for (const [name, { key, counter, technical, history, work = [] }] of REBUILT_TABLES) {
      const columns = await source.query<{ name: string; place: number | null }[]>(
        `SELECT a.attname AS name, array_position(i.indkey::int[], a.attnum::int) AS place
           FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
          WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped`,
        [name],
      );
      const primary = columns.filter(({ place }) => place !== null).sort((a, b) => a.place! - b.place!);
      expect([name, ...primary.map((column) => column.name)]).toEqual([name, ...key]);
      const named = [...technical, ...history, ...work, ...(counter ? [counter] : [])];
      expect(columns.map((column) => column.name)).toEqual(expect.arrayContaining(named));
    }
  });
});
