import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Alerts with their audit trail, webhooks with their deliveries, and the tenants' clocks. */
export class AlertTables1701000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE alert (
        tenant text NOT NULL,
        id text NOT NULL,
        transition_id text NOT NULL,
        customer_id text NOT NULL,
        owner text,
        rule text NOT NULL,
        severity text NOT NULL,
        kind text NOT NULL,
        state text NOT NULL DEFAULT 'open',
        effective_at timestamptz NOT NULL,
        raised_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        acknowledged_at timestamptz,
        acknowledged_by text,
        changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
        transition json NOT NULL,
        PRIMARY KEY (tenant, id)
      ) WITH (fillfactor = 90)`);
    await runner.query('CREATE INDEX alert_newest ON alert (tenant, raised_at DESC, id DESC)');
    // What changed since a reader's last look, in an order in which nothing can still appear behind it.
    await runner.query('CREATE INDEX alert_changed ON alert (tenant, changed_xid, id)');
    await runner.query('CREATE INDEX alert_customer ON alert (tenant, customer_id)');
    await runner.query(`
      CREATE TABLE alert_event (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        tenant text NOT NULL,
        alert_id text NOT NULL,
        at timestamptz NOT NULL,
        actor text NOT NULL,
        state text NOT NULL,
        note text,
        FOREIGN KEY (tenant, alert_id) REFERENCES alert ON DELETE CASCADE
      )`);
    await runner.query('CREATE INDEX alert_event_alert ON alert_event (tenant, alert_id)');
    await runner.query(`
      CREATE TABLE webhook (
        tenant text NOT NULL,
        id text NOT NULL,
        url text NOT NULL,
        secrets text[] NOT NULL,
        filter jsonb NOT NULL DEFAULT '{}',
        locale text NOT NULL,
        enabled boolean NOT NULL DEFAULT true,
        disabled_reason text,
        created_at timestamptz NOT NULL DEFAULT now(),
        created_by text NOT NULL,
        PRIMARY KEY (tenant, id)
      )`);
    await runner.query(`
      CREATE TABLE delivery (
        tenant text NOT NULL,
        alert_id text NOT NULL,
        webhook_id text NOT NULL,
        state text NOT NULL DEFAULT 'pending',
        attempts integer NOT NULL DEFAULT 0,
        last_attempt_at timestamptz,
        last_status integer,
        last_error text,
        last_latency_ms integer,
        PRIMARY KEY (tenant, alert_id, webhook_id),
        FOREIGN KEY (tenant, webhook_id) REFERENCES webhook ON DELETE CASCADE
      ) WITH (fillfactor = 80)`);
    await runner.query('CREATE INDEX delivery_webhook ON delivery (tenant, webhook_id)');
    await runner.query(`
      CREATE TABLE delivery_attempt (
        tenant text NOT NULL,
        alert_id text NOT NULL,
        webhook_id text NOT NULL,
        attempt integer NOT NULL,
        at timestamptz NOT NULL,
        status integer,
        error text,
        latency_ms integer NOT NULL,
        PRIMARY KEY (tenant, alert_id, webhook_id, attempt),
        FOREIGN KEY (tenant, alert_id, webhook_id) REFERENCES delivery ON DELETE CASCADE
      )`);
    await runner.query(`
      CREATE TABLE tenant_clock (
        tenant text PRIMARY KEY,
        mode text NOT NULL,
        now timestamptz NOT NULL
      ) WITH (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE tenant_clock, delivery_attempt, delivery, webhook, alert_event, alert');
  }
}
