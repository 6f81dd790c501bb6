import type { Amount } from '@orderweave/domain-ordering';
import { leastAmountsFor } from './amount-to-reach.js';
import { BandLadder, type BandChange } from './band-ladder.js';
import { thresholdsOf, UNREACHABLE } from './band-thresholds.js';
import { resolveTierPolicy, withMinimums, type ResolvedTierPolicy, type TierPolicy } from './tier-policy.js';
import type { LadderTier, Tier } from './tier.js';

/** A customer whose tier changed; null is no place on the ladder, with an amount of 0. */
export type TierChange = BandChange<LadderTier>;

/** A customer next to a boundary, and by how much. */
export interface Neighbour {
  customerId: string;
  amount: Amount;
  /** Just below: the least further amount that reaches the tier, null if none does. Just above: how much less would still hold it. */
  distance: Amount | null;
}

/** The exact tiers of one tenant's month while amounts change; see `BandLadder`. Agrees with `rankAll` always. */
export class TierLadder extends BandLadder<LadderTier> {
  private readonly policy: ResolvedTierPolicy;

  constructor(policy: TierPolicy) {
    const resolved = resolveTierPolicy(policy);
    super({
      names: ['A', 'B', 'C'],
      cut: (tree, table) => withMinimums(thresholdsOf(tree, table, resolved), resolved),
    });
    this.policy = resolved;
  }

  /**
   * The least additional amount with which a customer would have this tier now, all others unchanged: 0 if it has it or a better
   * one, null if no amount gives it (a cut of 0). `amountNow` is for customers without a place whose amount is negative.
   */
  amountToReach(customerId: string, tier: Tier, amountNow = this.amountOf(customerId) ?? 0n): Amount | null {
    if (tier === 'D') return 0n;
    const least = this.leastAmountFor(customerId, tier);
    if (least >= UNREACHABLE) return null;
    return least > amountNow ? least - amountNow : 0n;
  }

  /**
   * Who is next to the lower boundary of a tier: at most `limit` just above (from the lowest up) and just below (from the highest
   * down), each with its distance. All others unchanged, an amount of exactly the least that holds the tier holds it.
   */
  neighbours(tier: LadderTier, limit: number): { above: Neighbour[]; below: Neighbour[] } {
    const { above, below } = this.nearest(tier, limit);
    return {
      above: above.map(({ customerId, amount }) => {
        return { customerId, amount, distance: amount - this.leastAmountFor(customerId, tier) };
      }),
      below: below.map(({ customerId, amount }) => {
        return { customerId, amount, distance: this.amountToReach(customerId, tier) };
      }),
    };
  }

  private leastAmountFor(customerId: string, tier: LadderTier): Amount {
    if (tier === 'C') return 1n;
    return leastAmountsFor(this.table.rowOf(customerId), this.tree, this.table, this.policy)[tier === 'A' ? 0 : 1]!;
  }
}
