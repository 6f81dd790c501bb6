import type { TenantClock } from '@orderweave/domain-notification';
import { statement, textArray, type Transaction } from '@orderweave/postgres';
import type { CustomerId } from '../../merges/customer-id.js';

const ADD = statement(
  'outcome-news.add',
  `INSERT INTO outcome_news (tenant, customer_id) SELECT DISTINCT * FROM unnest($1::text[], $2::text[])`,
);
// The ids as an array, once: as a subquery they would be looked for anew with every row.
const TAKE = statement(
  'outcome-news.take',
  `WITH taken AS (
     DELETE FROM outcome_news WHERE id = ANY(ARRAY(SELECT id FROM outcome_news WHERE tenant = $1 ORDER BY id LIMIT $2))
     RETURNING customer_id)
   SELECT news.*, horizon.at AS horizon, clock.mode, clock.now FROM (
     SELECT count(*)::int AS count, coalesce(json_agg(DISTINCT customer_id), '[]') AS customers FROM taken) news
   LEFT JOIN outcome_horizon horizon ON horizon.tenant = $1 LEFT JOIN tenant_clock clock ON clock.tenant = $1`,
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

/** News of a tenant, and by what they are judged. */
export interface TakenNews {
  /** Whom they are about, each once. */
  readonly customers: readonly string[];
  /** Whether there may be more. */
  readonly more: boolean;
  /** Up to when the tenant's documents are forgotten, epoch milliseconds. */
  readonly horizon: number;
  /** As it was told last; undefined for a tenant that never set one. */
  readonly clock: TenantClock | undefined;
}

interface TakenRow extends Record<string, unknown> {
  count: number;
  customers: string[];
  horizon: Date | null;
  mode: TenantClock['mode'] | null;
  now: Date | null;
}

/** Takes the oldest news of a tenant, with what they are judged by. */
export async function takeNews(tx: Transaction, tenant: string, limit: number): Promise<TakenNews> {
  const [row] = await tx.query<TakenRow>(TAKE, [tenant, limit]);
  const { count, customers, horizon, mode, now } = row!;
  const clock = mode && now ? { mode, now: now.getTime() } : undefined;
  return { customers, more: count === limit, horizon: horizon?.getTime() ?? 0, clock };
}

/** Tenants with news. */
export async function tenantsWithNews(reader: Pick<Transaction, 'query'>): Promise<string[]> {
  return (await reader.query<{ tenant: string }>(TENANTS)).map(({ tenant }) => tenant);
}
