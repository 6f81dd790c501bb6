import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  // Where customers stand, by the transition that told it last.
  `CREATE TABLE customer_state (
     tenant text NOT NULL,
     customer_id text NOT NULL,
     state text NOT NULL,
     value text,
     month text NOT NULL,
     recorded_at timestamptz NOT NULL,
     effective_at timestamptz NOT NULL,
     transition_id text NOT NULL,
     owner text,
     PRIMARY KEY (tenant, customer_id, state)
   ) WITH (fillfactor = 80)`,
  `CREATE TABLE customer_entitlement (
     tenant text NOT NULL,
     customer_id text NOT NULL,
     strategy text NOT NULL,
     kind text NOT NULL,
     since timestamptz NOT NULL,
     until timestamptz,
     ended_at timestamptz,
     detail text,
     state text NOT NULL,
     value text,
     rules_version integer NOT NULL,
     owner text,
     PRIMARY KEY (tenant, customer_id, strategy, kind)
   ) WITH (fillfactor = 80)`,
  'CREATE INDEX customer_entitlement_kind ON customer_entitlement (tenant, kind, customer_id, strategy)',
  // By which strategies everybody has been looked at, and up to where a look goes that is under way.
  `CREATE TABLE strategy_pass (
     tenant text PRIMARY KEY,
     applied text NOT NULL,
     next_customer text
   ) WITH (fillfactor = 50)`,
];

/** What customers are entitled to, and the states that it follows from. */
export class StrategyTables1717000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE strategy_pass, customer_entitlement, customer_state');
  }
}
