import type { Month } from '@orderweave/domain-ordering';
import type { Tier, TierPolicy } from '@orderweave/domain-segmentation';
import { statement, type Transaction } from '@orderweave/postgres';
import { RANKED } from '../ladder/ranking.js';

type Reader = Pick<Transaction, 'query'>;

const SPAN = statement(
  'read.month-span',
  'SELECT min(month) AS first, max(month) AS last FROM month_amount WHERE tenant = $1',
);
const CLOSES = statement(
  'read.month-closes',
  `SELECT month, closed_at, ordering_customers, total, tiers, policy, policy_version FROM month_close
    WHERE tenant = $1 AND ($2::text IS NULL OR month = $2) ORDER BY month`,
);
const LIVE = statement(
  'read.live-tiers',
  `WITH ${RANKED}
   SELECT tier, count(*)::int AS customers, sum(amount) AS amount, min(amount) AS lowest FROM ranked GROUP BY tier`,
);
const KNOWN = statement(
  'read.known-customers',
  'SELECT count(*)::int AS customers FROM customer WHERE tenant = $1 AND known_since <= $2',
);

/** A close as stored. */
export interface CloseRow {
  month: Month;
  closed_at: Date;
  ordering_customers: number;
  total: string;
  tiers: TierRow[];
  policy: TierPolicy;
  policy_version: string;
}

/** Customers of one tier; amounts as decimal text. */
export interface TierRow {
  tier: Tier;
  customers: number;
  amount: string;
  lowest: string | null;
}

/** The first and the last month with a document. */
export async function readMonthSpan(
  reader: Reader,
  tenant: string,
): Promise<{ first: Month | null; last: Month | null }> {
  const [row] = await reader.query<{ first: Month | null; last: Month | null }>(SPAN, [tenant]);
  return row ?? { first: null, last: null };
}

/** The closes of a tenant, or of one of its months. */
export function readCloses(reader: Reader, tenant: string, month: Month | null = null): Promise<CloseRow[]> {
  return reader.query<CloseRow & Record<string, unknown>>(CLOSES, [tenant, month]);
}

/** The tiers as they are at this moment, by the amounts as restated. */
export function readLiveTiers(
  reader: Reader,
  tenant: string,
  month: Month,
  rankingValues: readonly unknown[],
): Promise<TierRow[]> {
  return reader.query<TierRow & Record<string, unknown>>(LIVE, [tenant, month, ...rankingValues]);
}

/** Customers known on a day. */
export async function countKnown(reader: Reader, tenant: string, day: number): Promise<number> {
  const [row] = await reader.query<{ customers: number }>(KNOWN, [tenant, day]);
  return row?.customers ?? 0;
}
