import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The newest revision of every word of feedback; what was said itself goes on to the log and is not kept here. */
export class FeedbackTables1765000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE feedback_head (
        tenant text COLLATE "C" NOT NULL,
        channel text COLLATE "C" NOT NULL,
        feedback_id text COLLATE "C" NOT NULL,
        updated_at timestamptz NOT NULL,
        hash text COLLATE "C" NOT NULL,
        PRIMARY KEY (tenant, channel, feedback_id)
      ) WITH (fillfactor = 85)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE feedback_head');
  }
}
