import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Webhooks become one channel of many: endpoints with sealed settings, their pace, and what each attempt said. */
export class EndpointTables1711000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE webhook RENAME TO endpoint');
    await runner.query(`
      ALTER TABLE endpoint
        ADD channel text NOT NULL DEFAULT 'webhook',
        ADD name text,
        ADD person text,
        ADD settings text,
        ALTER secrets DROP NOT NULL`);
    await runner.query('ALTER TABLE endpoint ALTER channel DROP DEFAULT');
    await runner.query('ALTER TABLE delivery RENAME webhook_id TO endpoint_id');
    await runner.query(`
      ALTER TABLE delivery
        ADD created_at timestamptz NOT NULL DEFAULT now(),
        ADD due_at timestamptz NOT NULL DEFAULT now(),
        ADD renewed_at_attempt integer NOT NULL DEFAULT 0,
        ADD card json`);
    await runner.query('ALTER INDEX delivery_webhook RENAME TO delivery_endpoint');
    await runner.query(`CREATE INDEX delivery_due ON delivery (due_at) WHERE state = 'pending'`);
    await runner.query('ALTER TABLE delivery_attempt RENAME webhook_id TO endpoint_id');
    await runner.query('ALTER TABLE delivery_attempt ADD request text, ADD response text');
    await runner.query(`
      CREATE TABLE endpoint_pace (
        tenant text NOT NULL,
        endpoint_id text NOT NULL,
        sent bigint[] NOT NULL DEFAULT '{}',
        next_free bigint NOT NULL DEFAULT 0,
        failures integer NOT NULL DEFAULT 0,
        open_until bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (tenant, endpoint_id),
        FOREIGN KEY (tenant, endpoint_id) REFERENCES endpoint ON DELETE CASCADE
      ) WITH (fillfactor = 50)`);
    await runner.query(`
      CREATE TABLE service_key (
        id text PRIMARY KEY,
        key text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE service_key, endpoint_pace');
    await runner.query('ALTER TABLE delivery_attempt DROP request, DROP response');
    await runner.query('ALTER TABLE delivery_attempt RENAME endpoint_id TO webhook_id');
    await runner.query('ALTER TABLE delivery DROP created_at, DROP due_at, DROP renewed_at_attempt, DROP card');
    await runner.query('ALTER INDEX delivery_endpoint RENAME TO delivery_webhook');
    await runner.query('ALTER TABLE delivery RENAME endpoint_id TO webhook_id');
    await runner.query(`DELETE FROM endpoint WHERE channel <> 'webhook'`);
    await runner.query('ALTER TABLE endpoint DROP channel, DROP name, DROP person, DROP settings');
    await runner.query('ALTER TABLE endpoint RENAME TO webhook');
  }
}
