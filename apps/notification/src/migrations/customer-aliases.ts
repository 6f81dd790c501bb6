import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  // Who merged into whom concerns alerts, tasks and visits as much as outcomes.
  'ALTER TABLE outcome_customer RENAME TO customer_alias',
  'ALTER INDEX outcome_customer_merged RENAME TO customer_alias_merged',
  // The id under which a customer lives on in the end, null where that is its own: so that nobody follows merges of merges to read.
  'ALTER TABLE customer_alias ADD holder text',
  `WITH RECURSIVE up AS (
     SELECT tenant, customer_id, merged_into AS at, 1 AS depth FROM customer_alias WHERE merged_into IS NOT NULL
     UNION ALL
     SELECT up.tenant, up.customer_id, next.merged_into, depth + 1 FROM up
       JOIN customer_alias next ON next.tenant = up.tenant AND next.customer_id = up.at
     WHERE next.merged_into IS NOT NULL AND depth < 50)
   UPDATE customer_alias alias SET holder = top.at FROM (
     SELECT DISTINCT ON (tenant, customer_id) * FROM up ORDER BY tenant, customer_id, depth DESC) top
   WHERE alias.tenant = top.tenant AND alias.customer_id = top.customer_id AND top.at <> top.customer_id`,
  'CREATE INDEX customer_alias_holder ON customer_alias (holder, tenant) WHERE holder IS NOT NULL',
  // Whether a task is the assignee's as the customer's owner, and goes on to the next one.
  'ALTER TABLE task ADD as_owner boolean NOT NULL DEFAULT true',
  // What a merge ended comes back when that is undone.
  'ALTER TABLE customer_entitlement ADD merged boolean NOT NULL DEFAULT false',
];
const DOWN = [
  'ALTER TABLE customer_entitlement DROP merged',
  'ALTER TABLE task DROP as_owner',
  'DROP INDEX customer_alias_holder',
  'ALTER TABLE customer_alias DROP holder',
  'ALTER INDEX customer_alias_merged RENAME TO outcome_customer_merged',
  'ALTER TABLE customer_alias RENAME TO outcome_customer',
];

/** Whatever is kept by a customer's id is found under the id that survives, and goes back when a merge is undone. */
export class CustomerAliases1741000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}
