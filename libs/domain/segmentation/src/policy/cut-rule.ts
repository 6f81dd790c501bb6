import type { Amount } from '@orderweave/domain-ordering';
import { bandIndexOf, type BandThresholds, type ShareCuts } from '../ladder/band-thresholds.js';
import { resolveTierPolicy, withMinimums, type TierPolicy } from '../ladder/tier-policy.js';
import type { LadderTier, Tier } from '../ladder/tier.js';
import { RFM_SCORES, type RfmScore } from '../rfm/rfm-policy.js';
import { resolveValueCuts, VALUE_BANDS, type ValueBand, type ValuePolicy } from '../value/value-policy.js';

const TIERS: readonly LadderTier[] = ['A', 'B', 'C'];

/** How amounts are cut by shares, and what the bands between the cuts are called. */
export interface CutRule<Band> {
  readonly shares: ShareCuts;
  /** Looks an amount up once the thresholds of `shares` are known. */
  readonly bandOf: (thresholds: BandThresholds) => (amount: Amount) => Band;
}

/** A month's tiers, as `rankAll` gives them; D without a positive amount. */
export function tierCut(policy: TierPolicy): CutRule<Tier> {
  const resolved = resolveTierPolicy(policy);
  return {
    shares: resolved,
    bandOf: (thresholds) => {
      const least = withMinimums(thresholds, resolved);
      return (amount) => (amount > 0n ? TIERS[bandIndexOf(amount, least)]! : 'D');
    },
  };
}

/** The value bands of positive net amounts; null for others. */
export function valueCut(policy: ValuePolicy): CutRule<ValueBand | null> {
  return {
    shares: resolveValueCuts(policy),
    bandOf: (thresholds) => (amount) => (amount > 0n ? VALUE_BANDS[bandIndexOf(amount, thresholds)]! : null),
  };
}

/** The scores of one measure of RFM, larger being better: 5 − ⌊5 × strictly better / n⌋. */
export const SCORE_CUT: CutRule<RfmScore> = {
  shares: { basis: 'rank', cuts: [1n, 2n, 3n, 4n].map((numerator) => ({ numerator, denominator: 5n })) },
  bandOf: (thresholds) => (amount) => RFM_SCORES[bandIndexOf(amount, thresholds)]!,
};
