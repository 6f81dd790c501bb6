import { statement, textArray, type Transaction } from '@orderweave/postgres';
import type { CustomerId } from '../../merges/customer-id.js';

const ADD = statement(
  'outcome-news.add',
  `INSERT INTO outcome_news (tenant, customer_id) SELECT DISTINCT * FROM unnest($1::text[], $2::text[])`,
);
// The ids as an array, once: as a subquery they would be looked for anew with every row.
const TAKE = statement(
  'outcome-news.take',
  `DELETE FROM outcome_news WHERE id = ANY(ARRAY(SELECT id FROM outcome_news WHERE tenant = $1 ORDER BY id LIMIT $2))
   RETURNING customer_id AS "customerId"`,
);
const TENANTS = statement(
  'outcome-news.tenants',
  'SELECT DISTINCT tenant FROM (SELECT tenant FROM outcome_news ORDER BY id LIMIT 10000) oldest',
);
// One judges a tenant at a time, so that nobody writes what another has overtaken. The locks are the database's, the tables a schema's.
const ALONE = statement(
  'outcome-news.alone',
  `SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '/outcome/' || $1, 0))`,
);

/** Has the outcomes of customers judged anew, once this has committed. */
export async function addNews(tx: Transaction, customers: readonly CustomerId[]): Promise<void> {
  if (customers.length === 0) return;
  await tx.execute(ADD, [
    textArray(customers.map(({ tenant }) => tenant)),
    textArray(customers.map(({ customerId }) => customerId)),
  ]);
}

/** Waits until nobody else judges the outcomes of a tenant, and keeps it so until the end of the transaction. */
export async function judgeAlone(tx: Transaction, tenant: string): Promise<void> {
  await tx.query(ALONE, [tenant]);
}

/** Takes the oldest news of a tenant: which customers they are about, each once, and whether there may be more. */
export async function takeNews(
  tx: Transaction,
  tenant: string,
  limit: number,
): Promise<{ customers: string[]; more: boolean }> {
  const rows = await tx.query<{ customerId: string }>(TAKE, [tenant, limit]);
  return { customers: [...new Set(rows.map(({ customerId }) => customerId))], more: rows.length === limit };
}

/** Tenants with news. */
export async function tenantsWithNews(tx: Transaction): Promise<string[]> {
  return (await tx.query<{ tenant: string }>(TENANTS)).map(({ tenant }) => tenant);
}
