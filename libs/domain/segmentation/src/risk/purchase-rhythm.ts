import type { Day } from '@orderweave/domain-ordering';
import { distinctDays, gapsOf, median } from '../rhythm/gaps.js';

/** What the fallback knows of a customer as of a day: distinct purchase days and their gaps. */
export interface PurchaseRhythm {
  /** Distinct purchase days, ascending; never empty. */
  days: readonly Day[];
  first: Day;
  last: Day;
  gaps: number;
  /** Median of the gaps; NaN without one. */
  ownMedian: number;
}

/** What was asked for last: of one customer risk, stage and next deadline are asked for in turn. */
let latest: { purchaseDays: readonly Day[]; count: number; rhythm: PurchaseRhythm } | undefined;

/**
 * The rhythm of the purchase days (an ascending multiset that is never changed) up to and including `day`; null when there is none yet.
 */
export function rhythmUntil(purchaseDays: readonly Day[], day: Day): PurchaseRhythm | null {
  let count = purchaseDays.length;
  while (count > 0 && purchaseDays[count - 1]! > day) count--;
  if (count === 0) return null;
  if (latest?.purchaseDays === purchaseDays && latest.count === count) return latest.rhythm;
  const days = distinctDays(count === purchaseDays.length ? purchaseDays : purchaseDays.slice(0, count));
  const gaps = gapsOf(days);
  const rhythm = { days, first: days[0]!, last: days[days.length - 1]!, gaps: gaps.length, ownMedian: median(gaps) };
  latest = { purchaseDays, count, rhythm };
  return rhythm;
}
