import type { Day, Month } from '@orderweave/domain-ordering';
import type { Tier, TierPolicy } from '@orderweave/domain-segmentation';
import { statement, wideStatement, type Transaction } from '@orderweave/postgres';
import { inPieces } from '../pieces/in-pieces.js';
import { RANKED } from './ranking.js';
import { readPages } from '../pieces/read-pages.js';
import { TOLD_AT_ONCE } from './transition-teller.js';

// A table of its own for as long as the month closes: the ranking is made once, and its customers are frozen some at a time.
const BEGIN = statement(
  'month-close.begin',
  'CREATE TEMP TABLE closing_rank (customer_id text NOT NULL, amount numeric NOT NULL, ahead int NOT NULL, tier text NOT NULL)',
);
const RANK = wideStatement(
  `WITH ${RANKED} INSERT INTO closing_rank SELECT customer_id, amount, ahead, tier FROM ranked`,
);
const INDEX = statement('month-close.index', 'CREATE UNIQUE INDEX ON closing_rank (customer_id)');
const END = statement('month-close.end', 'DROP TABLE closing_rank');
const FREEZE = wideStatement(
  `WITH page AS (
     SELECT customer_id, known_since FROM customer WHERE tenant = $1 AND customer_id > $4 ORDER BY customer_id LIMIT $5),
   frozen AS (
     INSERT INTO month_tier AS t (tenant, month, customer_id, live_tier, changes, final_tier, final_amount, final_ahead)
     SELECT $1, $2, c.customer_id, r.tier, 0, coalesce(r.tier, 'D'), coalesce(r.amount, m.amount, 0), r.ahead
       FROM page c
       LEFT JOIN LATERAL (
         SELECT tier, amount, ahead FROM closing_rank r WHERE r.customer_id = c.customer_id LIMIT 1) r ON true
       LEFT JOIN LATERAL (
         SELECT amount FROM month_amount m WHERE m.tenant = $1 AND m.month = $2 AND m.customer_id = c.customer_id LIMIT 1) m ON true
      WHERE c.known_since <= $3::int
      ORDER BY c.customer_id
     ON CONFLICT (tenant, month, customer_id) DO UPDATE
        SET live_tier = excluded.live_tier, final_tier = excluded.final_tier, final_amount = excluded.final_amount,
            final_ahead = excluded.final_ahead)
   SELECT max(customer_id) AS last FROM page`,
);
const SUMMARISE = wideStatement(
  `SELECT final_tier AS tier, count(*)::int AS customers, sum(final_amount) AS amount, min(final_amount) AS lowest
     FROM month_tier WHERE tenant = $1 AND month = $2 AND final_tier IS NOT NULL GROUP BY final_tier`,
);
const SAVE = statement(
  'month-close.save',
  `INSERT INTO month_close (tenant, month, closed_on, closed_at, ordering_customers, total, tiers, policy, policy_version)
   VALUES ($1, $2, $3, to_timestamp($4::float8 / 1000), $5, $6, $7, $8, $9)`,
);
// Customer by customer: two months that the statistics do not know yet would be compared each with each.
const CHANGED = statement(
  'month-close.changed',
  `SELECT t.customer_id, p.final_tier AS before, t.final_tier AS after, p.final_amount AS amount_before,
          t.final_amount AS amount_after, t.final_ahead AS ahead
     FROM month_tier t CROSS JOIN LATERAL (
       SELECT final_tier, final_amount FROM month_tier p
        WHERE p.tenant = $1 AND p.month = $3 AND p.customer_id = t.customer_id LIMIT 1) p
    WHERE t.tenant = $1 AND t.month = $2 AND p.final_tier <> t.final_tier
    ORDER BY t.customer_id`,
);

/** A tier of a closed month. */
export interface TierSummary {
  tier: Tier;
  customers: number;
  amount: string;
  lowest: string;
}

/** A customer whose final tier differs from that of the month before. */
export interface FinalChange {
  customer_id: string;
  before: Tier;
  after: Tier;
  amount_before: string;
  amount_after: string;
  ahead: number | null;
}

/** What is kept of a close besides the customers' tiers. */
export interface MonthClose {
  readonly tenant: string;
  readonly month: Month;
  readonly closedOn: Day;
  /** Epoch milliseconds. */
  readonly closedAt: number;
  readonly orderingCustomers: number;
  readonly total: string;
  readonly tiers: readonly TierSummary[];
  readonly policy: TierPolicy;
  readonly policyVersion: string;
}

/** Freezes the tier, amount and place of every customer known on the month's last day; then sums them up by tier. */
export async function freezeTiers(
  tx: Transaction,
  of: { tenant: string; month: Month; lastDay: Day },
  rankingValues: readonly unknown[],
): Promise<TierSummary[]> {
  tx.write(BEGIN);
  tx.write(RANK, [of.tenant, of.month, ...rankingValues]);
  tx.write(INDEX);
  await inPieces(tx, FREEZE, [of.tenant, of.month, of.lastDay]);
  tx.write(END);
  return tx.query<TierSummary & Record<string, unknown>>(SUMMARISE, [of.tenant, of.month]);
}

export async function saveMonthClose(tx: Transaction, close: MonthClose): Promise<void> {
  const { tenant, month, closedOn, closedAt, orderingCustomers, total, tiers, policy, policyVersion } = close;
  const documents = [JSON.stringify(tiers), JSON.stringify(policy)];
  await tx.execute(SAVE, [tenant, month, closedOn, closedAt, orderingCustomers, total, ...documents, policyVersion]);
}

/** The customers whose final tier differs from that of the month before, by id, some at a time. */
export function readFinalChanges(
  tx: Transaction,
  { tenant, month, previous }: { tenant: string; month: Month; previous: Month },
): AsyncGenerator<FinalChange[], undefined> {
  return readPages(tx, CHANGED, [tenant, month, previous], TOLD_AT_ONCE);
}
