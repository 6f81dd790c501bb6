import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Alerts that are snoozed, escalated, resolved for a reason and expire; who did what; the sales team that they go to. */
export class AlertLife1712000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE alert
        ADD recipients text[] NOT NULL DEFAULT '{}',
        ADD level text NOT NULL DEFAULT 'owner',
        ADD escalate_at timestamptz,
        ADD snoozed_until timestamptz,
        ADD expires_at timestamptz,
        ADD resolution text,
        ADD muted text,
        ADD next_at timestamptz`);
    await runner.query('CREATE INDEX alert_next ON alert (tenant, next_at) WHERE next_at IS NOT NULL');
    await runner.query('ALTER TABLE alert_event ADD action text, ADD detail text');
    await runner.query(`
      CREATE TABLE sales_team (
        tenant text PRIMARY KEY,
        document json NOT NULL,
        changed_at timestamptz NOT NULL DEFAULT now(),
        changed_by text NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE sales_team');
    await runner.query('ALTER TABLE alert_event DROP action, DROP detail');
    await runner.query('DROP INDEX alert_next');
    await runner.query(`
      ALTER TABLE alert DROP recipients, DROP level, DROP escalate_at, DROP snoozed_until, DROP expires_at,
        DROP resolution, DROP muted, DROP next_at`);
  }
}
