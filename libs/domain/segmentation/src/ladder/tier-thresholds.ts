import type { Amount } from '@orderweave/domain-ordering';
import { AMOUNT_LIMIT, type LadderRows } from './ladder-rows.js';
import type { RankedTree } from './ranked-tree.js';
import type { Cut, ResolvedTierPolicy } from './tier-policy.js';
import type { LadderTier } from './tier.js';

/** The least amounts that are in A, and in A or B; `UNREACHABLE` where none is. Equal amounts share a tier, so these say it all. */
export interface TierThresholds {
  A: Amount;
  B: Amount;
}

/** More than any amount of a ladder. */
export const UNREACHABLE: Amount = AMOUNT_LIMIT;

/** The thresholds that a policy gives for the ladder as it is. */
export function thresholdsOf(tree: RankedTree, table: LadderRows, policy: ResolvedTierPolicy): TierThresholds {
  if (tree.count === 0) return { A: UNREACHABLE, B: UNREACHABLE };
  const least = (cut: Cut): Amount => {
    const whole = policy.basis === 'rank' ? BigInt(tree.count) : tree.sum;
    const reach = firstOutside(cut, whole);
    if (reach === 0n) return UNREACHABLE;
    return table.amountOf(policy.basis === 'rank' ? tree.rowAt(Number(reach) - 1) : tree.rowReaching(reach));
  };
  return withMinimums(least(policy.cuts[0]), least(policy.cuts[1]), policy);
}

/** The thresholds with the minimum amounts: who misses A's is in B, who misses B's is in C. */
export function withMinimums(a: Amount, b: Amount, { minimums }: ResolvedTierPolicy): TierThresholds {
  const A = a > minimums.A ? a : minimums.A;
  const B = b > minimums.B ? b : minimums.B;
  return { A, B: A < B ? A : B };
}

/** The tier of a positive amount. */
export function tierOfAmount(amount: Amount, thresholds: TierThresholds): LadderTier {
  return amount >= thresholds.A ? 'A' : amount >= thresholds.B ? 'B' : 'C';
}

/** The least `ahead` (customers or money) that is not below the cut of `whole`: ahead / whole < cut is ahead < this. */
export function firstOutside({ numerator, denominator }: Cut, whole: bigint): bigint {
  return (numerator * whole + denominator - 1n) / denominator;
}
