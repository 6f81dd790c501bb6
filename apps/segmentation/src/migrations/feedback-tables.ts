import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What customers said, as narrowly as segments, signals and transitions need it: nothing of its words. Days count from 1970-01-01. */
export class FeedbackTables1765000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // What left a customer stays with its version, so that an older message cannot bring it back.
    await runner.query(`
      CREATE TABLE customer_feedback (
        tenant text NOT NULL,
        customer_id text NOT NULL,
        feedback text NOT NULL,
        version integer NOT NULL,
        kind text NOT NULL,
        score smallint,
        sentiment text NOT NULL,
        detractor boolean NOT NULL,
        given_at timestamptz NOT NULL,
        given_on integer NOT NULL,
        counts boolean NOT NULL,
        told boolean NOT NULL,
        PRIMARY KEY (tenant, customer_id, feedback)
      ) WITH (fillfactor = 85)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE customer_feedback');
  }
}
