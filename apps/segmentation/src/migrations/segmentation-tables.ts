import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables of segmentation. Days are counts of local days since 1970-01-01, months `YYYY-MM`, amounts in the tenant's currency. */
export class SegmentationTables1760000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of [...LEDGER, ...LADDER, ...CLOCK]) await runner.query(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE ledger_entry, customer, profile, month_amount, month_tier, month_close, tenant_clock, gap_model, model_pass',
    );
  }
}

const LEDGER = [
  `CREATE TABLE ledger_entry (
     tenant text NOT NULL,
     customer_id text NOT NULL,
     order_key text NOT NULL,
     version bigint NOT NULL,
     placed_on integer NOT NULL,
     amount numeric NOT NULL,
     counts boolean NOT NULL,
     purchase boolean NOT NULL,
     intent boolean NOT NULL,
     PRIMARY KEY (tenant, customer_id, order_key)
   ) WITH (fillfactor = 90)`,
  // "wake" is never later than "deadline" and changes rarely, so that most orders leave the index (and HOT updates) alone.
  `CREATE TABLE customer (
     tenant text NOT NULL,
     customer_id text NOT NULL,
     version integer NOT NULL,
     history text NOT NULL,
     known_since integer,
     median_gap double precision,
     important_months text[],
     stage text,
     risk text,
     evaluated_on integer,
     model_version integer NOT NULL,
     deadline integer,
     wake integer,
     PRIMARY KEY (tenant, customer_id)
   ) WITH (fillfactor = 80)`,
  'CREATE INDEX customer_wake ON customer (tenant, wake) WHERE wake IS NOT NULL',
  `CREATE TABLE profile (
     tenant text NOT NULL,
     customer_id text NOT NULL,
     version bigint NOT NULL,
     identifiers text[] NOT NULL,
     name text,
     owner text,
     merged_into text,
     PRIMARY KEY (tenant, customer_id)
   ) WITH (fillfactor = 90)`,
  `CREATE TABLE month_amount (
     tenant text NOT NULL,
     month text NOT NULL,
     customer_id text NOT NULL,
     amount numeric NOT NULL,
     version integer NOT NULL,
     PRIMARY KEY (tenant, month, customer_id)
   ) WITH (fillfactor = 80)`,
];

const LADDER = [
  `CREATE TABLE month_tier (
     tenant text NOT NULL,
     month text NOT NULL,
     customer_id text NOT NULL,
     live_tier text,
     changes integer NOT NULL,
     final_tier text,
     final_amount numeric,
     final_ahead integer,
     PRIMARY KEY (tenant, month, customer_id)
   ) WITH (fillfactor = 80)`,
  `CREATE TABLE month_close (
     tenant text NOT NULL,
     month text NOT NULL,
     closed_on integer NOT NULL,
     closed_at timestamptz NOT NULL,
     ordering_customers integer NOT NULL,
     total numeric NOT NULL,
     tiers jsonb NOT NULL,
     policy jsonb NOT NULL,
     policy_version text NOT NULL,
     PRIMARY KEY (tenant, month)
   )`,
];

const CLOCK = [
  `CREATE TABLE tenant_clock (
     tenant text PRIMARY KEY,
     mode text NOT NULL,
     now_ms bigint NOT NULL,
     target_day integer NOT NULL,
     day integer
   ) WITH (fillfactor = 20)`,
  `CREATE TABLE gap_model (
     tenant text NOT NULL,
     version integer NOT NULL,
     from_day integer NOT NULL,
     median_gap double precision NOT NULL,
     first_day integer NOT NULL,
     PRIMARY KEY (tenant, version)
   )`,
  // One row a tenant while its customers are judged anew by a new gap model: those up to "cursor" are done.
  `CREATE TABLE model_pass (
     tenant text PRIMARY KEY,
     cursor text NOT NULL
   ) WITH (fillfactor = 20)`,
];
