import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The transitions that were published, to be listed. Who a customer is stands in its profile alone. */
export class TransitionTable1766200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Few kinds: the list of all of them is merged from one range each. "told" is JSON that nothing searches, hence text.
    await runner.query(`CREATE TABLE transition (
      tenant text NOT NULL,
      kind text NOT NULL,
      effective_at timestamptz NOT NULL,
      id text NOT NULL,
      customer_id text NOT NULL,
      from_state text,
      to_state text,
      cause text NOT NULL,
      told text NOT NULL,
      PRIMARY KEY (tenant, kind, effective_at, id)
    )`);
    await runner.query('CREATE INDEX transition_customer ON transition (tenant, customer_id, effective_at, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE transition');
  }
}
