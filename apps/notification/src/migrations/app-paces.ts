import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which app an endpoint is written to by, and what each app was sent lately: all its endpoints share its rates. */
export class AppPaces1733000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE endpoint ADD app text');
    await runner.query(`
      CREATE TABLE app_pace (
        tenant text NOT NULL,
        app text NOT NULL,
        sent bigint[] NOT NULL DEFAULT '{}',
        next_free bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (tenant, app)
      ) WITH (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE app_pace');
    await runner.query(`DELETE FROM endpoint WHERE channel LIKE '%-app'`);
    await runner.query('ALTER TABLE endpoint DROP app');
  }
}
