import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { testPostgres } from '@orderweave/testing';
import type { DataSource } from 'typeorm';
import { createDataSource, migrate } from './data-source.js';

let source: DataSource;
beforeAll(async () => {
  source = createDataSource({ url: (await testPostgres()).url });
});
afterAll(() => source.destroy());

it('gives rough statistics to every column that states none of its own, also to those that come later', async () => {
  const targets = async () =>
    (
      await source.query<{ target: number | null }[]>(
        `SELECT DISTINCT attstattarget AS target FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
          WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND attnum > 0 ORDER BY 1`,
      )
    ).map(({ target }) => target);
  await migrate(source);
  expect(await targets()).toEqual([20]);
  await source.query('CREATE TABLE later (a int, "B c" text)');
  await source.query('ALTER TABLE later ALTER COLUMN a SET STATISTICS 500');
  await migrate(source);
  expect(await targets()).toEqual([20, 500]);
});
