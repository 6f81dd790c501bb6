import type { Amount } from '@orderweave/domain-ordering';
import { resolveTierPolicy, type ResolvedTierPolicy, type TierPolicy } from './tier-policy.js';
import type { LadderTier } from './tier.js';

/** One customer's place in a month: its tier, and the customers and money strictly ahead. */
export interface Rank {
  tier: LadderTier;
  amount: Amount;
  customersAhead: number;
  amountAhead: Amount;
}

/**
 * Ranks everybody from scratch, in O(n log n): the plain meaning of a tier policy, that `TierLadder` must agree with.
 * Customers without a positive amount have no place. Ids must be unique. In descending order of amounts.
 */
export function rankAll(entries: Iterable<readonly [string, Amount]>, policy: TierPolicy): Map<string, Rank> {
  const resolved = resolveTierPolicy(policy);
  const sorted = [...entries].filter(([, amount]) => amount > 0n);
  sorted.sort(([, a], [, b]) => (a > b ? -1 : a < b ? 1 : 0));
  let total = 0n;
  for (const [, amount] of sorted) total += amount;
  const ranks = new Map<string, Rank>();
  let amountBefore = 0n;
  let last: Rank | undefined;
  for (const [position, [customerId, amount]] of sorted.entries()) {
    if (last?.amount !== amount) {
      const tier = tierAt(
        { amount, customersAhead: position, amountAhead: amountBefore },
        sorted.length,
        total,
        resolved,
      );
      last = { tier, amount, customersAhead: position, amountAhead: amountBefore };
    }
    ranks.set(customerId, last);
    amountBefore += amount;
  }
  return ranks;
}

function tierAt(place: Omit<Rank, 'tier'>, customers: number, total: Amount, policy: ResolvedTierPolicy): LadderTier {
  const ahead = policy.basis === 'rank' ? BigInt(place.customersAhead) : place.amountAhead;
  const whole = policy.basis === 'rank' ? BigInt(customers) : total;
  const within = policy.cuts.map((cut) => ahead * cut.denominator < cut.numerator * whole);
  if (within[0] && place.amount >= policy.minimums.A) return 'A';
  return within[1] && place.amount >= policy.minimums.B ? 'B' : 'C';
}
