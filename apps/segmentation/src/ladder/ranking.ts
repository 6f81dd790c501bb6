import { formatAmount } from '@orderweave/domain-ordering';
import { resolveTierPolicy, type TierPolicy } from '@orderweave/domain-segmentation';

/**
 * The month's ranking in SQL, exactly as the ladder has it: `ranked (customer_id, amount, ahead, customers, total, tier)` of tenant $1 and month
 * $2, with a policy's `rankingValues` as $3 to $9. Cuts are compared as fractions, in whole numbers.
 */
export const RANKED = `
  placed AS (
    SELECT customer_id, amount, (rank() OVER w - 1)::int AS ahead, count(*) OVER () AS customers, sum(amount) OVER () AS total,
           coalesce(sum(amount) OVER (w GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS amount_ahead
      FROM month_amount WHERE tenant = $1 AND month = $2 AND amount > 0
    WINDOW w AS (ORDER BY amount DESC)),
  measured AS (
    SELECT *, CASE WHEN $3::bool THEN amount_ahead ELSE ahead END AS part,
           CASE WHEN $3::bool THEN total ELSE customers END AS whole
      FROM placed),
  ranked AS (
    SELECT customer_id, amount, ahead, customers::int AS customers, total,
           CASE WHEN part * $5::numeric < $4::numeric * whole AND amount >= $8::numeric THEN 'A'
                WHEN part * $7::numeric < $6::numeric * whole AND amount >= $9::numeric THEN 'B'
                ELSE 'C' END AS tier
      FROM measured)`;

/** The values $3 to $9 of `RANKED`. */
export function rankingValues(policy: TierPolicy): unknown[] {
  const { basis, cuts, minimums } = resolveTierPolicy(policy);
  const [a, b] = cuts;
  return [
    basis === 'revenue',
    ...[a, b].flatMap(({ numerator, denominator }) => [String(numerator), String(denominator)]),
    formatAmount(minimums.A),
    formatAmount(minimums.B),
  ];
}
