import type { Amount } from '@orderweave/domain-ordering';
import type { BandThresholds } from './band-thresholds.js';

/** Amounts from `least` until before `below`. */
export interface AmountRange {
  least: Amount;
  below: Amount;
}

/** The amounts that have another band by the thresholds `now` than `before`, as ranges that do not overlap. */
export function crossedRanges(before: BandThresholds, now: BandThresholds): AmountRange[] {
  const ranges: AmountRange[] = [];
  // Thresholds never rise from band to band, so neither do the ends of these ranges.
  for (const [index, threshold] of before.entries()) {
    const moved = rangeBetween(threshold, now[index]!);
    if (moved.least === moved.below) continue;
    const last = ranges.at(-1);
    if (last && moved.below >= last.least) last.least = moved.least;
    else ranges.push(moved);
  }
  return ranges;
}

function rangeBetween(x: Amount, y: Amount): AmountRange {
  return x < y ? { least: x, below: y } : { least: y, below: x };
}
