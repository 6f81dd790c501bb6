import { addMonths, monthBounds, monthOf, type Amount, type Day, type Month } from '@orderweave/domain-ordering';
import { cutOf } from '../ladder/tier-policy.js';
import type { DatedDocument } from '../value/window-figures.js';
import { DEFAULT_PACE_POLICY, type PacePolicy } from './pace-policy.js';

/** Whose pace is asked for. That it was an A or B customer of last month is for the caller to know. */
export interface PaceInput {
  documents: Iterable<DatedDocument>;
  month: Month;
  policy?: PacePolicy;
}

/** How far a customer has come by the end of a day of the month, beside what it usually had by then. */
export interface Pace {
  day: Day;
  /** Net amount of the month so far. */
  monthToDate: Amount;
  /** The mean of what the months before had reached by this day of the month, rounded down; what they had is more than 0. */
  usual: Amount;
  /** How many months those are. */
  months: number;
  /** The least month-to-date that is not behind. */
  limit: Amount;
  behind: boolean;
}

/**
 * A customer's pace on every day of the month from the policy's first on, should nothing further be recorded. The months
 * before are those since the one of the first purchase day. Of a month that is shorter than the day asked about its last day counts. Days
 * by which nothing (or less than nothing) had been reached are left out: there is no pace to be behind.
 */
export function pacesOf({ documents, month, policy = DEFAULT_PACE_POLICY }: PaceInput): Pace[] {
  const counted = [...documents].filter(({ counts }) => counts);
  const firstPurchase = counted.reduce((least, { purchase, placedOn }) => {
    return purchase && placedOn < least ? placedOn : least;
  }, Number.POSITIVE_INFINITY);
  const before = Array.from({ length: policy.months }, (_, index) => addMonths(month, -1 - index)).filter(
    (one) => monthBounds(one).last >= firstPurchase,
  );
  const [current, ...earlier] = [month, ...before].map((one) => reachedByDay(counted, one));
  const { numerator, denominator } = cutOf(policy.share);
  const { first, last } = monthBounds(month);
  const paces: Pace[] = [];
  for (let day = first + policy.fromDay - 1; day <= last; day++) {
    const monthToDate = current!(day - first);
    const reachedBefore = earlier.reduce((sum, reached) => sum + reached(day - first), 0n);
    if (reachedBefore <= 0n) continue;
    const months = BigInt(before.length);
    const whole = denominator * months;
    const limit = (numerator * reachedBefore + whole - 1n) / whole;
    const usual = reachedBefore / months;
    paces.push({ day, monthToDate, usual, months: before.length, limit, behind: monthToDate < limit });
  }
  return paces;
}

/** The first day of the month, not before `since`, as of whose end the customer is behind should nothing further be recorded. */
export function nextBehindPace(input: PaceInput, since: Day): Pace | null {
  return pacesOf(input).find(({ day, behind }) => behind && day >= since) ?? null;
}

/** The net amount of a month up to the end of its day number `index` (from 0), or of its last day if it is shorter. */
function reachedByDay(documents: readonly DatedDocument[], month: Month): (index: number) => Amount {
  const { first, last } = monthBounds(month);
  const reached: Amount[] = Array.from({ length: last - first + 1 }, () => 0n);
  for (const { placedOn, amount } of documents) if (monthOf(placedOn) === month) reached[placedOn - first]! += amount;
  for (let index = 1; index < reached.length; index++) reached[index]! += reached[index - 1]!;
  return (index) => reached[Math.min(index, reached.length - 1)]!;
}
