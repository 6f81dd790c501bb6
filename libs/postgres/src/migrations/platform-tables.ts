import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables that every service has: its outbox and its offsets. List it first among a service's migrations. */
export class PlatformTables1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outbox (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        messages integer NOT NULL,
        frames bytea NOT NULL
      ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 20000)`);
    // Compressing what lives for milliseconds would cost more than it saves.
    await runner.query(`ALTER TABLE outbox ALTER COLUMN frames SET STORAGE EXTERNAL`);
    await runner.query(`
      CREATE TABLE stream_offset (
        consumer text NOT NULL,
        topic text NOT NULL,
        partition integer NOT NULL,
        epoch bigint NOT NULL,
        owner text NOT NULL,
        next_offset bigint NOT NULL,
        claimed_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (consumer, topic, partition)
      ) WITH (fillfactor = 20)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE stream_offset, outbox');
  }
}
