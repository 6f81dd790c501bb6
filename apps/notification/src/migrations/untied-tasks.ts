import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Tasks and outcomes are written by the statement that writes their alert, and no alert is ever deleted: a foreign key looked each alert up
 * once more, and locked it, for every one of them.
 */
export class UntiedTasks1768000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE task DROP CONSTRAINT task_tenant_alert_id_fkey');
    await runner.query('ALTER TABLE alert_outcome DROP CONSTRAINT alert_outcome_tenant_alert_id_fkey');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE alert_outcome ADD FOREIGN KEY (tenant, alert_id) REFERENCES alert ON DELETE CASCADE',
    );
    await runner.query('ALTER TABLE task ADD FOREIGN KEY (tenant, alert_id) REFERENCES alert ON DELETE CASCADE');
  }
}
