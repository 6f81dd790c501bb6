import type { MigrationInterface, QueryRunner } from 'typeorm';

// A plan that is made while a table is empty takes any index whose first column is asked for, and goes on to read all of a tenant by it.
// So keys begin with what tells rows apart, and an index for one purpose has a condition, always true, that only its readers name.
const TABLES = [
  // What documents mean to customers, as long as an alert can still need them.
  `CREATE TABLE outcome_order (
     tenant text NOT NULL,
     customer_id text NOT NULL,
     order_key text NOT NULL,
     version bigint NOT NULL,
     placed_at timestamptz NOT NULL,
     amount numeric NOT NULL,
     currency text NOT NULL,
     counts boolean NOT NULL,
     purchase boolean NOT NULL,
     PRIMARY KEY (tenant, customer_id, order_key)
   ) WITH (fillfactor = 90)`,
  'CREATE INDEX outcome_order_placed ON outcome_order (tenant, placed_at) WHERE version > 0',
  `CREATE TABLE outcome_customer (
     tenant text NOT NULL,
     customer_id text NOT NULL,
     version bigint NOT NULL,
     merged_into text,
     PRIMARY KEY (customer_id, tenant)
   ) WITH (fillfactor = 90)`,
  'CREATE INDEX outcome_customer_merged ON outcome_customer (tenant, merged_into) WHERE merged_into IS NOT NULL',
  // Customers whose outcomes are to be judged anew; whoever has news only adds, so that nobody waits for who judges.
  `CREATE TABLE outcome_news (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     tenant text NOT NULL,
     customer_id text NOT NULL
   )`,
  'CREATE INDEX outcome_news_tenant ON outcome_news (tenant, id)',
  // Up to when documents are forgotten.
  'CREATE TABLE outcome_horizon (tenant text PRIMARY KEY, at timestamptz NOT NULL)',
  `CREATE TABLE alert_outcome (
     tenant text NOT NULL,
     alert_id text NOT NULL,
     customer_id text NOT NULL,
     holder text NOT NULL,
     rule text NOT NULL,
     kind text NOT NULL,
     muted text,
     winnable boolean NOT NULL,
     win_back boolean NOT NULL,
     resolves boolean NOT NULL,
     raised_at timestamptz NOT NULL,
     starts_at timestamptz NOT NULL,
     until timestamptz NOT NULL,
     cause_order text,
     orders integer NOT NULL DEFAULT 0,
     amount numeric NOT NULL DEFAULT 0,
     currency text,
     first_order text,
     first_at timestamptz,
     first_amount numeric,
     credited_orders integer NOT NULL DEFAULT 0,
     credited_amount numeric NOT NULL DEFAULT 0,
     PRIMARY KEY (alert_id, tenant),
     FOREIGN KEY (tenant, alert_id) REFERENCES alert ON DELETE CASCADE
   ) WITH (fillfactor = 90)`,
  'CREATE INDEX alert_outcome_customer ON alert_outcome (tenant, customer_id, until) WHERE winnable',
  'CREATE INDEX alert_outcome_newest ON alert_outcome (tenant, raised_at DESC, alert_id DESC) WHERE orders >= 0',
];

// Alerts of old are judged by what orders the log still tells: by the usual terms, those of the rules that there were.
const TAKE_OVER = [
  `INSERT INTO alert_outcome (tenant, alert_id, customer_id, holder, rule, kind, muted, winnable, win_back, resolves, raised_at,
     starts_at, until, cause_order)
   SELECT tenant, id, customer_id, customer_id, rule, kind, muted, lost OR worse, lost, true, raised_at, starts_at,
     starts_at + interval '720 hours', CASE WHEN transition->'cause'->>'type' = 'order' THEN transition->'cause'->>'ref' END
   FROM alert CROSS JOIN LATERAL (SELECT
     greatest(raised_at, effective_at) AS starts_at,
     coalesce(kind = 'stage' AND transition->>'to' IN ('churned', 'losing') OR kind = 'risk' AND transition->>'to' IN ('at-risk', 'lost')
       OR kind = 'tier' AND transition->>'label' = 'abnormal-stop', false) AS lost,
     coalesce(kind = 'behind-pace' OR kind = 'tier' AND transition->>'label' IN ('down', 'sleeping'), false) AS worse) terms`,
  'INSERT INTO outcome_news (tenant, customer_id) SELECT DISTINCT tenant, customer_id FROM alert_outcome WHERE winnable',
];

/** What orders made of alerts: the orders of the last months, who merged into whom, and the outcome of each alert. */
export class OutcomeTables1726000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...TAKE_OVER]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE alert_outcome, outcome_horizon, outcome_news, outcome_customer, outcome_order');
  }
}
