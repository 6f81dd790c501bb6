import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The newest revision of every document, answers to repeated requests, what was refused, and imports. */
export class IngestTables1700000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE order_head (
        tenant text COLLATE "C" NOT NULL,
        channel text COLLATE "C" NOT NULL,
        external_id text COLLATE "C" NOT NULL,
        updated_at timestamptz NOT NULL,
        rank smallint NOT NULL,
        hash text COLLATE "C" NOT NULL,
        PRIMARY KEY (tenant, channel, external_id)
      ) WITH (fillfactor = 85)`);
    await runner.query(`
      CREATE TABLE idempotency_key (
        tenant text NOT NULL,
        key text NOT NULL,
        request_hash text NOT NULL,
        status smallint NOT NULL,
        response text NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (tenant, key)
      )`);
    await runner.query('CREATE INDEX idempotency_key_expiry ON idempotency_key (expires_at)');
    // json, not jsonb: what is quoted of a bad order may hold what jsonb refuses (U+0000).
    await runner.query(`
      CREATE TABLE quarantine (
        tenant text NOT NULL,
        id text COLLATE "C" NOT NULL,
        channel text,
        source text NOT NULL,
        received_at timestamptz NOT NULL,
        times integer NOT NULL,
        payload bytea NOT NULL,
        faults json NOT NULL,
        state text NOT NULL DEFAULT 'open',
        PRIMARY KEY (tenant, id)
      )`);
    await runner.query('CREATE INDEX quarantine_newest ON quarantine (tenant, received_at DESC, id DESC)');
    await runner.query(`
      CREATE TABLE column_map (
        tenant text NOT NULL,
        name text NOT NULL,
        document json NOT NULL,
        PRIMARY KEY (tenant, name)
      )`);
    await runner.query(`
      CREATE TABLE import_job (
        tenant text NOT NULL,
        id text NOT NULL,
        map json NOT NULL,
        channels text[] NOT NULL,
        dry_run boolean NOT NULL,
        state text NOT NULL,
        created_at timestamptz NOT NULL,
        finished_at timestamptz,
        progress json NOT NULL,
        error text,
        PRIMARY KEY (tenant, id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE import_job, column_map, quarantine, idempotency_key, order_head');
  }
}
