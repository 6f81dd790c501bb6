import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The last local day that a tenant's ladder has turned to, a count of days since 1970-01-01. Apart from the clock: a day that turns for long
 * holds this row until it is told, and nobody who sets the clock waits for that.
 */
export class TurnedDayTable1766900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE turned_day (tenant text PRIMARY KEY, day integer NOT NULL) WITH (fillfactor = 20)',
    );
    await runner.query(
      'INSERT INTO turned_day (tenant, day) SELECT tenant, day FROM tenant_clock WHERE day IS NOT NULL',
    );
    await runner.query('ALTER TABLE tenant_clock DROP COLUMN day');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tenant_clock ADD COLUMN day integer');
    await runner.query('UPDATE tenant_clock k SET day = d.day FROM turned_day d WHERE d.tenant = k.tenant');
    await runner.query('DROP TABLE turned_day');
  }
}
