import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Customers' figures in windows of time, and who is watched for being behind its pace. Days count from 1970-01-01. */
export class WindowTables1763800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE customer_window, pace_watch');
    await runner.query('DROP INDEX ledger_entry_day');
    await runner.query('ALTER TABLE customer DROP COLUMN high_days');
  }
}

const TABLES = [
  // "due_on" is the next day that can change the figures by itself; a further order seldom moves it, so that writes leave its index alone.
  `CREATE TABLE customer_window (
     tenant text NOT NULL,
     customer_id text NOT NULL,
     net_amount numeric NOT NULL,
     purchase_days integer NOT NULL,
     recent_purchase_days integer NOT NULL,
     last_purchase_on integer,
     due_on integer,
     value_band text,
     rfm_group text,
     r smallint,
     f smallint,
     m smallint,
     changes integer NOT NULL DEFAULT 0,
     high_noted boolean NOT NULL DEFAULT false,
     PRIMARY KEY (tenant, customer_id)
   ) WITH (fillfactor = 80)`,
  'CREATE INDEX customer_window_due ON customer_window (tenant, due_on) WHERE due_on IS NOT NULL',
  // Whose band is high since the last day that turned, or no longer is.
  `CREATE INDEX customer_window_high ON customer_window (tenant)
    WHERE high_noted <> (coalesce(value_band, '') = 'high')`,
  'ALTER TABLE customer ADD COLUMN high_days integer[]',
  // What a customer had in a window is found without reading the rest of its history.
  'CREATE INDEX ledger_entry_day ON ledger_entry (tenant, customer_id, placed_on)',
  // Who is there already is measured on the next day that turns.
  `INSERT INTO customer_window (tenant, customer_id, net_amount, purchase_days, recent_purchase_days, due_on)
   SELECT tenant, customer_id, 0, 0, 0, 0 FROM customer`,
  // The A and B customers of last month, until they are told of; "due_on" is the day as of whose end to look at them next.
  `CREATE TABLE pace_watch (
     tenant text NOT NULL,
     customer_id text NOT NULL,
     month text NOT NULL,
     tier text NOT NULL,
     due_on integer,
     PRIMARY KEY (tenant, customer_id)
   ) WITH (fillfactor = 80)`,
  'CREATE INDEX pace_watch_due ON pace_watch (tenant, due_on) WHERE due_on IS NOT NULL',
];
