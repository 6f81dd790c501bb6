import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people are to do for customers, with who did what; and the customers' month tiers, by which visits are planned. */
export class TaskTables1721000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE task (
        tenant text NOT NULL,
        id text NOT NULL,
        customer_id text NOT NULL,
        customer_name text NOT NULL,
        owner text,
        alert_id text,
        kind text NOT NULL,
        words json NOT NULL,
        day integer NOT NULL,
        assignee text,
        follows boolean NOT NULL,
        repeated boolean NOT NULL,
        series json,
        state text NOT NULL DEFAULT 'open',
        outcome text,
        note text,
        reason text,
        settled_at timestamptz,
        settled_by text,
        reminded_on integer,
        next_at timestamptz,
        created_at timestamptz NOT NULL,
        created_by text NOT NULL,
        PRIMARY KEY (tenant, id),
        FOREIGN KEY (tenant, alert_id) REFERENCES alert ON DELETE CASCADE
      ) WITH (fillfactor = 90)`);
    await runner.query('CREATE INDEX task_due ON task (tenant, state, day, id)');
    await runner.query('CREATE INDEX task_assignee ON task (tenant, assignee, state, day, id)');
    await runner.query('CREATE INDEX task_customer ON task (tenant, customer_id)');
    await runner.query('CREATE INDEX task_alert ON task (tenant, alert_id) WHERE alert_id IS NOT NULL');
    await runner.query('CREATE INDEX task_next ON task (tenant, next_at) WHERE next_at IS NOT NULL');
    await runner.query(`
      CREATE TABLE task_event (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        tenant text NOT NULL,
        task_id text NOT NULL,
        at timestamptz NOT NULL,
        actor text NOT NULL,
        action text NOT NULL,
        state text NOT NULL,
        note text,
        detail text,
        FOREIGN KEY (tenant, task_id) REFERENCES task ON DELETE CASCADE
      )`);
    await runner.query('CREATE INDEX task_event_task ON task_event (tenant, task_id)');
    await runner.query(`
      CREATE TABLE customer_tier (
        tenant text NOT NULL,
        customer_id text NOT NULL,
        name text,
        owner text,
        known_since text NOT NULL,
        change jsonb,
        live jsonb NOT NULL,
        PRIMARY KEY (tenant, customer_id)
      ) WITH (fillfactor = 80)`);
    await runner.query('CREATE INDEX customer_tier_owner ON customer_tier (tenant, owner)');
    await runner.query('CREATE TABLE tier_close (tenant text PRIMARY KEY, month text NOT NULL)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE tier_close, customer_tier, task_event, task');
  }
}
