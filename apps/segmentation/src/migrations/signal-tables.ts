import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was ordered, who the customers are beyond their names, and signals ahead of the risk. Days count from 1970-01-01. */
export class SignalTables1764200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE customer_signal, signal_watch, signal_news, signal_pass');
    await runner.query('ALTER TABLE customer DROP COLUMN signals_stale');
    await runner.query('ALTER TABLE ledger_entry DROP COLUMN lines, DROP COLUMN returned');
    await runner.query(`ALTER TABLE profile ${TEXTS.map((name) => `DROP COLUMN ${name}`).join(', ')}`);
  }
}

const TEXTS = ['company', 'country', 'region', 'city', 'industry', 'company_size'];

const TABLES = [
  `ALTER TABLE profile ${TEXTS.map((name) => `ADD COLUMN ${name} text`).join(', ')}`,
  // Last in the row, so that what orders read of it (never the lines) comes first.
  'ALTER TABLE ledger_entry ADD COLUMN lines text, ADD COLUMN returned boolean NOT NULL DEFAULT false',
  'ALTER TABLE customer ADD COLUMN signals_stale boolean NOT NULL DEFAULT false',
  // Customers whose orders changed since their signals were judged: one row each, added to only by whoever brings orders.
  `CREATE TABLE signal_news (
     tenant text NOT NULL,
     id bigint GENERATED ALWAYS AS IDENTITY,
     customer_id text NOT NULL,
     PRIMARY KEY (tenant, id)
   )`,
  // "judged_on" is the day as of which a customer was judged last, "due_on" the next that can change its signals; "changes" makes ids.
  `CREATE TABLE signal_watch (
     tenant text NOT NULL,
     customer_id text NOT NULL,
     judged_on integer,
     due_on integer,
     changes integer NOT NULL,
     PRIMARY KEY (tenant, customer_id)
   ) WITH (fillfactor = 80)`,
  'CREATE INDEX signal_watch_due ON signal_watch (tenant, due_on) WHERE due_on IS NOT NULL',
  // One row a customer, signal and subject: the last time that it was given. "until" is when it ends should nothing be recorded.
  `CREATE TABLE customer_signal (
     tenant text NOT NULL,
     customer_id text NOT NULL,
     signal text NOT NULL,
     subject text NOT NULL,
     since integer NOT NULL,
     until integer NOT NULL,
     ended_on integer,
     reasons jsonb NOT NULL,
     PRIMARY KEY (tenant, customer_id, signal, subject)
   ) WITH (fillfactor = 80)`,
  'CREATE INDEX customer_signal_kind ON customer_signal (tenant, signal, customer_id, subject) WHERE ended_on IS NULL',
  // By which signal policy a tenant's customers are judged; "cursor" is null unless all of them are judged anew: those up to it are done.
  `CREATE TABLE signal_pass (
     tenant text PRIMARY KEY,
     policy text NOT NULL,
     cursor text
   ) WITH (fillfactor = 20)`,
];
