import type { Amount } from '@orderweave/domain-ordering';
import type { TierThresholds } from './tier-thresholds.js';

/** Amounts from `least` until before `below`. */
export interface AmountRange {
  least: Amount;
  below: Amount;
}

/** The amounts that have another tier by the thresholds `now` than `before`, as ranges that do not overlap. */
export function crossedRanges(before: TierThresholds, now: TierThresholds): AmountRange[] {
  const a = rangeBetween(before.A, now.A);
  const b = rangeBetween(before.B, now.B);
  const [lower, upper] = b.least <= a.least ? [b, a] : [a, b];
  if (upper.least > lower.below) return [lower, upper].filter(isFilled);
  return [{ least: lower.least, below: upper.below > lower.below ? upper.below : lower.below }].filter(isFilled);
}

function rangeBetween(x: Amount, y: Amount): AmountRange {
  return x < y ? { least: x, below: y } : { least: y, below: x };
}

function isFilled({ least, below }: AmountRange): boolean {
  return least < below;
}
