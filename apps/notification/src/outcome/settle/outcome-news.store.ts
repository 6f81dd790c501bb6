import type { TenantClock } from '@orderweave/domain-notification';
import { statement, textArray, type Transaction } from '@orderweave/postgres';
import type { CustomerId } from '../../merges/customer-id.js';

const ADD = statement(
  'outcome-news.add',
  `INSERT INTO outcome_news (tenant, customer_id) SELECT DISTINCT * FROM unnest($1::text[], $2::text[])`,
);
// What may be different by now of a customer: whoever lives on with others, whose outcome is one already or was that of a family, and who has
// ordered since a watched alert. Of all others the outcomes are what they were raised with. LIMIT keeps each look by key.
const CONCERNED = `(SELECT holder IS NOT NULL FROM customer_alias a WHERE a.tenant = $1 AND a.customer_id = asked.id LIMIT 1)
     OR (SELECT true FROM customer_alias a WHERE a.tenant = $1 AND a.holder = asked.id LIMIT 1)
     OR (SELECT true FROM alert_outcome w WHERE w.tenant = $1 AND w.customer_id = asked.id AND w.winnable
       AND w.until >= coalesce((SELECT at FROM outcome_horizon WHERE tenant = $1), '-infinity')
       AND (w.orders > 0 OR w.holder <> w.customer_id OR (
         SELECT true FROM outcome_order o WHERE o.tenant = $1 AND o.customer_id = asked.id
           AND o.placed_at > w.starts_at AND o.placed_at <= w.until LIMIT 1)) LIMIT 1)`;
// The ids as an array, once: as a subquery they would be looked for anew with every row.
const TAKE = statement(
  'outcome-news.take',
  `WITH taken AS (
     DELETE FROM outcome_news WHERE tenant = $1 AND id = ANY(ARRAY(
       SELECT id FROM outcome_news WHERE tenant = $1 ORDER BY id LIMIT $2))
     RETURNING customer_id),
   asked AS (SELECT DISTINCT customer_id AS id FROM taken)
   SELECT news.*, horizon.at AS horizon, clock.mode, clock.now FROM (
     SELECT (SELECT count(*)::int FROM taken) AS count,
       (SELECT coalesce(json_agg(id), '[]') FROM asked WHERE ${CONCERNED}) AS customers) news
   LEFT JOIN outcome_horizon horizon ON horizon.tenant = $1 LEFT JOIN tenant_clock clock ON clock.tenant = $1`,
);
// From one tenant to the next, by the key: however many news there are.
const TENANTS = statement(
  'outcome-news.tenants',
  `WITH RECURSIVE found AS (
     (SELECT tenant FROM outcome_news ORDER BY tenant, id LIMIT 1)
     UNION ALL
     SELECT (SELECT news.tenant FROM outcome_news news WHERE news.tenant > found.tenant ORDER BY news.tenant, news.id LIMIT 1)
     FROM found WHERE found.tenant IS NOT NULL)
   SELECT tenant FROM found WHERE tenant IS NOT NULL`,
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
  /** Whose outcomes may be others by them, each once. */
  readonly customers: readonly string[];
  /** Whether there were none. */
  readonly none: boolean;
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
  return { customers, none: count === 0, more: count === limit, horizon: horizon?.getTime() ?? 0, clock };
}

/** Tenants with news. */
export async function tenantsWithNews(reader: Pick<Transaction, 'query'>): Promise<string[]> {
  return (await reader.query<{ tenant: string }>(TENANTS)).map(({ tenant }) => tenant);
}
