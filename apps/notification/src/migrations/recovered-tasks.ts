import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tasks used to outlive alerts that an order had recovered: whoever opened the list found what was long of no use. */
export class RecoveredTasks1767000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      WITH ended AS (
        UPDATE task SET state = 'cancelled', reason = 'alert-recovered', settled_at = alert.changed_at, settled_by = 'orderweave',
          next_at = NULL
        FROM (
          SELECT tenant, id, (
            SELECT max(at) FROM alert_event WHERE alert_event.tenant = alert.tenant AND alert_id = alert.id AND action = 'recover'
          ) AS changed_at FROM alert WHERE state = 'resolved' AND resolution = 'recovered') alert
        WHERE task.tenant = alert.tenant AND task.alert_id = alert.id AND task.state = 'open'
        RETURNING task.tenant, task.id, settled_at)
      INSERT INTO task_event (tenant, task_id, at, actor, action, state, detail)
      SELECT tenant, id, settled_at, 'orderweave', 'cancel', 'cancelled', 'alert-recovered' FROM ended`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      WITH back AS (
        UPDATE task SET state = 'open', reason = NULL, settled_at = NULL, settled_by = NULL, next_at = created_at
        WHERE reason = 'alert-recovered' RETURNING tenant, id)
      DELETE FROM task_event USING back
      WHERE task_event.tenant = back.tenant AND task_id = back.id AND detail = 'alert-recovered'`);
  }
}
