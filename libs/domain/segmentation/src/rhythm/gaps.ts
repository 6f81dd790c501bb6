import type { Day } from '@orderweave/domain-ordering';

/** The days of an ascending multiset, each once. */
export function distinctDays(days: readonly Day[]): Day[] {
  const distinct: Day[] = [];
  for (let index = 0; index < days.length; index++)
    if (index === 0 || days[index] !== days[index - 1]) distinct.push(days[index]!);
  return distinct;
}

/** The days between neighbours of ascending purchase days, equal ones taken as one: one gap fewer than there are days. */
export function gapsOf(purchaseDays: readonly Day[]): number[] {
  const gaps: number[] = [];
  for (let index = 1; index < purchaseDays.length; index++) {
    const gap = purchaseDays[index]! - purchaseDays[index - 1]!;
    if (gap > 0) gaps.push(gap);
  }
  return gaps;
}

/** The middle of the numbers, or the mean of the two middle ones; NaN of none. */
export function median(numbers: readonly number[]): number {
  if (numbers.length === 0) return Number.NaN;
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Gaps of the tenant that a customer's own are weighed against: a customer with few gaps is judged like the others. */
export const TENANT_GAP_WEIGHT = 3;

/** The typical gap in days: (gaps × own median + 3 × tenant's median of customers' medians) / (gaps + 3). */
export function typicalGap(gaps: readonly number[], tenantMedian: number): number {
  return shrunkGap(gaps.length, median(gaps), tenantMedian);
}

/** `typicalGap` of a customer whose median is known already (ignored when it has no gaps). */
export function shrunkGap(gaps: number, ownMedian: number, tenantMedian: number): number {
  if (gaps === 0) return tenantMedian;
  return (gaps * ownMedian + TENANT_GAP_WEIGHT * tenantMedian) / (gaps + TENANT_GAP_WEIGHT);
}

/** Whole days from the last purchase day to `day`; null before the first. Days after `day` are not known yet. */
export function silence(purchaseDays: readonly Day[], day: Day): number | null {
  let index = purchaseDays.length - 1;
  while (index >= 0 && purchaseDays[index]! > day) index--;
  return index < 0 ? null : day - purchaseDays[index]!;
}

/** How many typical gaps a silence has lasted: u = s / g. */
export function overdue(silenceDays: number, gap: number): number {
  return silenceDays / gap;
}
