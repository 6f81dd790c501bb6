import type { Amount, Day, Month } from '@orderweave/domain-ordering';
import { closeDayOf, firstDayOf, monthIndexOf, monthName, type MonthIndex } from '../deadlines/month-index.js';
import type { StagePolicy } from './stage-policy.js';

/** What growth is judged by. */
export interface GrowthHistory {
  /** Distinct purchase days, ascending; never empty. */
  days: readonly Day[];
  monthAmounts: ReadonlyMap<Month, Amount>;
  policy: StagePolicy;
}

/** The three closed months that end with `month` beside the three before. */
export interface GrowthFigures {
  lastThree: Amount;
  threeBefore: Amount;
  purchaseDays: number;
}

const RATIO_UNIT = 1e12;

/**
 * Whether the closed months up to and including `month` make a customer growing.
 *
 * The hysteresis needs what held before, and that is derived from the closed months and never remembered, so that any
 * order of arrival ends in the same stage: at the close of each month a customer grows who has ≥ `enter` ×, or ≥ `leave` ×
 * and grew just before that close (by the month before, or as a young customer). The walk goes back from `month` to
 * the latest close that decides by itself. A month that fails another condition ends growth.
 */
export function growsByMonths(history: GrowthHistory, month: MonthIndex): boolean {
  const { growth, graceDays } = history.policy;
  const enter = BigInt(Math.round(growth.enter * RATIO_UNIT));
  const leave = BigInt(Math.round(growth.leave * RATIO_UNIT));
  const firstKnown = monthIndexOf(history.days[0]!) + 5;
  for (let index = month; index >= firstKnown; index--) {
    if (purchaseDaysIn(history.days, index - 2, index) < growth.purchaseDays) return false;
    const { lastThree, threeBefore } = sums(history, index);
    if (lastThree <= 0n || threeBefore <= 0n) return false;
    const scaled = lastThree * BigInt(RATIO_UNIT);
    if (scaled >= enter * threeBefore) return true;
    if (scaled < leave * threeBefore) return false;
    if (growsYoung(history, closeDayOf(index, graceDays) - 1)) return true;
  }
  return false;
}

/** Whether a customer grows as a young one on a day: first order recently, and enough purchase days since. */
export function growsYoung({ days, policy }: GrowthHistory, day: Day): boolean {
  const { youngDays, youngPurchaseDays } = policy.growth;
  const enough = days[youngPurchaseDays - 1];
  return enough !== undefined && enough <= day && day - days[0]! < youngDays;
}

/** The figures of growth; null when six closed months are not known yet. */
export function growthFigures(history: GrowthHistory, month: MonthIndex): GrowthFigures | null {
  if (month < monthIndexOf(history.days[0]!) + 5) return null;
  return { ...sums(history, month), purchaseDays: purchaseDaysIn(history.days, month - 2, month) };
}

function sums({ monthAmounts }: GrowthHistory, month: MonthIndex): Omit<GrowthFigures, 'purchaseDays'> {
  const amountOf = (index: MonthIndex): Amount => monthAmounts.get(monthName(index)) ?? 0n;
  return {
    lastThree: amountOf(month) + amountOf(month - 1) + amountOf(month - 2),
    threeBefore: amountOf(month - 3) + amountOf(month - 4) + amountOf(month - 5),
  };
}

/** Counts from the end: only recent months are asked for on the hot path. */
function purchaseDaysIn(days: readonly Day[], from: MonthIndex, to: MonthIndex): number {
  const first = firstDayOf(from);
  const end = firstDayOf(to + 1);
  let count = 0;
  for (let index = days.length - 1; index >= 0 && days[index]! >= first; index--) if (days[index]! < end) count++;
  return count;
}
