import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Exchange rates, and the orders that wait for one. */
export class RateTables1765300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE exchange_rate (
        tenant text COLLATE "C" NOT NULL,
        currency text COLLATE "C" NOT NULL,
        day date NOT NULL,
        rate numeric NOT NULL,
        source text NOT NULL,
        stated_by text,
        stated_at timestamptz NOT NULL,
        PRIMARY KEY (tenant, currency, day)
      )`);
    await runner.query('CREATE TABLE rate_book (tenant text COLLATE "C" PRIMARY KEY, version bigint NOT NULL)');
    // Beside the head, so that whoever raises it decides in the same write whether the document still waits. Two columns and no more:
    // up to eight a row that has nothing in them is as long as before.
    await runner.query(
      'ALTER TABLE order_head ADD COLUMN waiting_for text COLLATE "C", ADD COLUMN waiting text COLLATE "C"',
    );
    await runner.query(
      'CREATE INDEX order_head_waiting ON order_head (tenant, waiting_for, channel, external_id) WHERE waiting_for IS NOT NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE order_head DROP COLUMN waiting_for, DROP COLUMN waiting');
    await runner.query('DROP TABLE rate_book, exchange_rate');
  }
}
