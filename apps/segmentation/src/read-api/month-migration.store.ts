import type { Month } from '@orderweave/domain-ordering';
import type { Tier } from '@orderweave/domain-segmentation';
import { statement, type Transaction } from '@orderweave/postgres';

type Reader = Pick<Transaction, 'query'>;

const FINAL = statement(
  'read.final-moves',
  `SELECT a.final_tier AS before, b.final_tier AS after, count(*)::int AS customers,
          coalesce(sum(a.final_amount), 0) AS amount_before, coalesce(sum(b.final_amount), 0) AS amount_after
     FROM (SELECT * FROM month_tier WHERE tenant = $1 AND month = $2 AND final_tier IS NOT NULL) a
     FULL JOIN (SELECT * FROM month_tier WHERE tenant = $1 AND month = $3 AND final_tier IS NOT NULL) b USING (customer_id)
    GROUP BY 1, 2`,
);
// The ladder keeps "live_tier" what it is at this moment, for past months as well.
const LIVE = statement(
  'read.live-moves',
  `WITH stood AS (
     SELECT coalesce(a.live_tier, CASE WHEN c.known_since <= $4::int THEN 'D' END) AS before,
            coalesce(b.live_tier, CASE WHEN c.known_since <= $5::int THEN 'D' END) AS after,
            x.amount AS amount_before, y.amount AS amount_after
       FROM customer c
       LEFT JOIN month_tier a ON a.tenant = $1 AND a.month = $2 AND a.customer_id = c.customer_id
       LEFT JOIN month_tier b ON b.tenant = $1 AND b.month = $3 AND b.customer_id = c.customer_id
       LEFT JOIN month_amount x ON x.tenant = $1 AND x.month = $2 AND x.customer_id = c.customer_id
       LEFT JOIN month_amount y ON y.tenant = $1 AND y.month = $3 AND y.customer_id = c.customer_id
      WHERE c.tenant = $1)
   SELECT before, after, count(*)::int AS customers, coalesce(sum(amount_before), 0) AS amount_before,
          coalesce(sum(amount_after), 0) AS amount_after
     FROM stood WHERE before IS NOT NULL OR after IS NOT NULL GROUP BY 1, 2`,
);

/** Customers with one tier in a month and one in another; null in a month in which they were not known. */
export interface MoveRow {
  before: Tier | null;
  after: Tier | null;
  customers: number;
  amount_before: string;
  amount_after: string;
}

/** Two months, and their last days. */
export interface MonthPair {
  readonly tenant: string;
  readonly from: Month;
  readonly to: Month;
}

/** Moves between the tiers as they were frozen. */
export function readFinalMoves(reader: Reader, { tenant, from, to }: MonthPair): Promise<MoveRow[]> {
  return reader.query<MoveRow & Record<string, unknown>>(FINAL, [tenant, from, to]);
}

/** Moves between the tiers as they are now, restatements included. */
export function readLiveMoves(
  reader: Reader,
  { tenant, from, to }: MonthPair,
  lastDays: readonly [from: number, to: number],
): Promise<MoveRow[]> {
  return reader.query<MoveRow & Record<string, unknown>>(LIVE, [tenant, from, to, ...lastDays]);
}
