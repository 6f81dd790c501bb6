import type { Day, Month } from '@orderweave/domain-ordering';
import type { Tier, TierPolicy } from '@orderweave/domain-segmentation';
import { statement, wideStatement, type Transaction } from '@orderweave/postgres';
import { RANKED } from './ranking.js';

const FREEZE = wideStatement(
  `WITH ${RANKED}
   INSERT INTO month_tier AS t (tenant, month, customer_id, live_tier, changes, final_tier, final_amount, final_ahead)
   SELECT $1, $2, c.customer_id, r.tier, 0, coalesce(r.tier, 'D'), coalesce(r.amount, m.amount, 0), r.ahead
     FROM customer c
     LEFT JOIN ranked r ON r.customer_id = c.customer_id
     LEFT JOIN month_amount m ON m.tenant = $1 AND m.month = $2 AND m.customer_id = c.customer_id
    WHERE c.tenant = $1 AND c.known_since <= $10::int
    ORDER BY c.customer_id
   ON CONFLICT (tenant, month, customer_id) DO UPDATE
      SET live_tier = excluded.live_tier, final_tier = excluded.final_tier, final_amount = excluded.final_amount,
          final_ahead = excluded.final_ahead`,
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
const MARK_IMPORTANT = wideStatement(
  `WITH turned AS (
     SELECT c.customer_id, coalesce(t.final_tier = 'A', false) AS important
       FROM customer c
       LEFT JOIN month_tier t ON t.tenant = $1 AND t.month = $2 AND t.customer_id = c.customer_id
      WHERE c.tenant = $1 AND (t.final_tier = 'A' OR $3 = ANY(c.important_months))
      ORDER BY c.customer_id FOR UPDATE OF c)
   UPDATE customer c
      SET important_months = CASE WHEN u.important THEN array_append(c.important_months, $2) ELSE c.important_months END,
          wake = CASE WHEN u.important <> coalesce($3 = ANY(c.important_months), false) THEN least(c.wake, $4::int) ELSE c.wake END
     FROM turned u WHERE c.tenant = $1 AND c.customer_id = u.customer_id`,
);
const CHANGED = wideStatement(
  `SELECT t.customer_id, p.final_tier AS before, t.final_tier AS after, p.final_amount AS amount_before,
          t.final_amount AS amount_after, t.final_ahead AS ahead
     FROM month_tier t JOIN month_tier p ON p.tenant = t.tenant AND p.month = $3 AND p.customer_id = t.customer_id
    WHERE t.tenant = $1 AND t.month = $2 AND t.customer_id > $4 AND p.final_tier <> t.final_tier
    ORDER BY t.customer_id LIMIT $5`,
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
  await tx.execute(FREEZE, [of.tenant, of.month, ...rankingValues, of.lastDay]);
  return tx.query<TierSummary & Record<string, unknown>>(SUMMARISE, [of.tenant, of.month]);
}

export async function saveMonthClose(tx: Transaction, close: MonthClose): Promise<void> {
  const { tenant, month, closedOn, closedAt, orderingCustomers, total, tiers, policy, policyVersion } = close;
  const documents = [JSON.stringify(tiers), JSON.stringify(policy)];
  await tx.execute(SAVE, [tenant, month, closedOn, closedAt, orderingCustomers, total, ...documents, policyVersion]);
}

/** Notes who has tier A in the closed month, and wakes those for whom that is new, or no longer so. */
export async function markImportant(
  tx: Transaction,
  { tenant, month, previous, closeDay }: { tenant: string; month: Month; previous: Month; closeDay: Day },
): Promise<void> {
  await tx.execute(MARK_IMPORTANT, [tenant, month, previous, closeDay]);
}

/** The customers after `after` (by id) whose final tier differs from that of the month before. */
export function readFinalChanges(
  tx: Transaction,
  {
    tenant,
    month,
    previous,
    after,
    limit,
  }: { tenant: string; month: Month; previous: Month; after: string; limit: number },
): Promise<FinalChange[]> {
  return tx.query<FinalChange & Record<string, unknown>>(CHANGED, [tenant, month, previous, after, limit]);
}
