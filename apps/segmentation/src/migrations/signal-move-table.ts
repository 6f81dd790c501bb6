import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What changed hands by a merge or a split and was not looked at by signals yet. Days count from 1970-01-01. */
export class SignalMoveTable1766300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // "order_key" is empty for feedback.
    await runner.query(`CREATE TABLE signal_move (
      tenant text NOT NULL,
      customer_id text NOT NULL,
      order_key text NOT NULL,
      joined boolean NOT NULL,
      moved_on integer NOT NULL,
      PRIMARY KEY (tenant, customer_id, order_key)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE signal_move');
  }
}
