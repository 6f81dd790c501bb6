import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What customers said, whose it is, and by what it can be found when that changes. */
export class FeedbackTables1765000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The text of a customer stands in one column, so that taking it away takes it away.
    await runner.query(`
      CREATE TABLE feedback (
        tenant text COLLATE "C" NOT NULL,
        channel text COLLATE "C" NOT NULL,
        feedback_id text COLLATE "C" NOT NULL,
        revised_at timestamptz NOT NULL,
        revision_hash text COLLATE "C" NOT NULL,
        kind text NOT NULL,
        score smallint,
        text text,
        language text,
        given_at timestamptz NOT NULL,
        given_on date NOT NULL,
        order_key text,
        identifiers text[] NOT NULL,
        sku text,
        sentiment text NOT NULL,
        sentiment_basis text NOT NULL,
        detractor boolean NOT NULL,
        customer_id text,
        attached boolean NOT NULL,
        version integer NOT NULL,
        PRIMARY KEY (tenant, channel, feedback_id)
      ) WITH (fillfactor = 85)`);
    // For those alone who name its condition, which always holds: a look by key, planned while the table was empty, would take this
    // index as gladly as the primary key, and read all of a tenant.
    await runner.query(
      'CREATE INDEX feedback_given ON feedback (tenant, given_at, channel, feedback_id) WHERE version > 0',
    );
    await runner.query(
      'CREATE INDEX feedback_customer ON feedback (customer_id, given_at) WHERE customer_id IS NOT NULL',
    );
    await runner.query(`
      CREATE TABLE feedback_reference (
        tenant text COLLATE "C" NOT NULL,
        reference text COLLATE "C" NOT NULL,
        channel text COLLATE "C" NOT NULL,
        feedback_id text COLLATE "C" NOT NULL,
        PRIMARY KEY (tenant, reference, channel, feedback_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE feedback_reference, feedback');
  }
}
