import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is to be reminded of overdue tasks, and when: a row a person, so that an overdue task is not touched each day. */
export class TaskReminders1732000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE task_reminder (
        tenant text NOT NULL,
        person text NOT NULL,
        next_at timestamptz NOT NULL,
        reminded_on integer,
        PRIMARY KEY (tenant, person)
      ) WITH (fillfactor = 50)`);
    await runner.query('ALTER TABLE task DROP reminded_on');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE task ADD reminded_on integer');
    await runner.query('DROP TABLE task_reminder');
  }
}
