import type { Day, Month } from '@orderweave/domain-ordering';
import type { CohortCount, Tier } from '@orderweave/domain-segmentation';
import { statement, type Transaction } from '@orderweave/postgres';

type Reader = Pick<Transaction, 'query'>;

// Who has no A to C tier but a document in the month has an amount as well, seldom above 0.
const TIERS = statement(
  'cockpit.tiers',
  `SELECT a.month, coalesce(t.live_tier, 'D') AS tier, count(*)::int AS customers, sum(a.amount)::text AS amount
     FROM month_amount a
     LEFT JOIN month_tier t ON t.tenant = a.tenant AND t.month = a.month AND t.customer_id = a.customer_id
    WHERE a.tenant = $1 AND a.month BETWEEN $2 AND $3 GROUP BY 1, 2`,
);
const KNOWN = statement(
  'cockpit.known',
  `SELECT known_since AS day, count(*)::int AS customers FROM customer
    WHERE tenant = $1 AND known_since <= $2 GROUP BY known_since`,
);
// The ledger is read once: what a customer bought month by month, and the month in which that began.
const BOUGHT = statement(
  'cockpit.bought',
  `WITH days AS (
     SELECT customer_id, placed_on, count(*) AS orders, sum(amount) AS amount FROM ledger_entry
      WHERE tenant = $1 AND counts AND purchase AND placed_on <= $4 GROUP BY customer_id, placed_on),
   bought AS (
     SELECT customer_id, to_char(DATE '1970-01-01' + placed_on, 'YYYY-MM') AS month, count(*) AS days,
            sum(orders) AS orders, sum(amount) AS amount
       FROM days GROUP BY 1, 2),
   since AS MATERIALIZED (SELECT *, min(month) OVER (PARTITION BY customer_id) AS first FROM bought),
   ranged AS (
     SELECT customer_id, sum(days) AS days, bool_or(month = first) AS new, sum(orders) AS orders, sum(amount) AS amount
       FROM since WHERE month BETWEEN $2 AND $3 GROUP BY customer_id)
   SELECT 'month' AS kind, NULL AS cohort, month, count(*)::int AS customers, count(*) FILTER (WHERE month = first)::int AS new,
          count(*) FILTER (WHERE days > 1)::int AS repeated, sum(orders)::int AS orders, sum(amount)::text AS amount
     FROM since WHERE month BETWEEN $2 AND $3 GROUP BY month
   UNION ALL
   SELECT 'range', NULL, NULL, count(*)::int, count(*) FILTER (WHERE new)::int, count(*) FILTER (WHERE days > 1)::int,
          coalesce(sum(orders), 0)::int, coalesce(sum(amount), 0)::text FROM ranged
   UNION ALL
   SELECT 'cohort', first, month, count(*)::int, 0, 0, 0, '0' FROM since
    WHERE first >= $2 AND month BETWEEN $2 AND $3 GROUP BY first, month`,
);

/** Months from the first to the last one, and the last day that counts. */
export interface CockpitScope {
  readonly tenant: string;
  readonly from: Month;
  readonly to: Month;
  readonly asOf: Day;
}

/** Customers of a month with one tier, as it is now, and their net amount; D: those with a document. */
export interface TierMonthRow {
  month: Month;
  tier: Tier;
  customers: number;
  amount: string;
}

/** Who bought in a period: customers with a purchase day, of them new ones and those with two days or more, and their orders. */
export interface BoughtRow {
  month: Month | null;
  customers: number;
  new: number;
  repeated: number;
  orders: number;
  amount: string;
}

/** The tiers of the months. */
export function readTierMonths(reader: Reader, { tenant, from, to }: CockpitScope): Promise<TierMonthRow[]> {
  return reader.query<TierMonthRow & Record<string, unknown>>(TIERS, [tenant, from, to]);
}

/** How many customers became known on which day. */
export function readKnownDays(reader: Reader, tenant: string, until: Day): Promise<{ day: Day; customers: number }[]> {
  return reader.query<{ day: Day; customers: number }>(KNOWN, [tenant, until]);
}

/** What was bought in each month, over all of them, and by cohorts. */
export async function readBought(
  reader: Reader,
  { tenant, from, to, asOf }: CockpitScope,
): Promise<{ months: BoughtRow[]; range: BoughtRow; cohorts: CohortCount[] }> {
  type Row = BoughtRow & { kind: string; cohort: Month };
  const rows = await reader.query<Row & Record<string, unknown>>(BOUGHT, [tenant, from, to, asOf]);
  const cohorts = rows.filter(({ kind }) => kind === 'cohort');
  return {
    months: rows.filter(({ kind }) => kind === 'month'),
    range: rows.find(({ kind }) => kind === 'range')!,
    cohorts: cohorts.map(({ cohort, month, customers }) => ({ cohort, month: month!, customers })),
  };
}
