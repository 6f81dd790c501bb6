import { monthBounds, monthOf, type Amount, type Day, type Month } from '@orderweave/domain-ordering';
import type { CustomerLedger } from '../ledger/customer-ledger.js';
import { DEFAULT_WINDOWS, type WindowFigures, type Windows } from './window-figures.js';

/** A customer's counted documents, as far as they are told without each of them. */
export interface DocumentHistory {
  readonly ledger: Pick<CustomerLedger, 'purchaseDays' | 'documentDays'>;
  /** Net amounts by month. */
  readonly amounts: ReadonlyMap<Month, Amount>;
}

/** Net amounts of documents in months that the amount window cuts, outside it. */
export interface CutAmounts {
  /** In the month of the window's first day, before that day. */
  readonly before: Amount;
  /** In the month of the window's last day, after that day. */
  readonly after: Amount;
}

/** Figures, and the day on which they may be others by time alone; null for never. */
export interface DatedFigures extends WindowFigures {
  /** Never after the day of `nextWindowChange`; before it where what leaves adds up to nothing. */
  readonly dueOn: Day | null;
}

/** `figuresOn` from days and sums of months: the cost is that of the days of the windows, not of their documents. */
export function figuresByMonths(
  { ledger: { purchaseDays, documentDays }, amounts }: DocumentHistory,
  day: Day,
  cut: CutAmounts,
  { amountDays, frequencyDays }: Windows = DEFAULT_WINDOWS,
): DatedFigures {
  const purchases = lastIndexUntil(purchaseDays, day);
  const documents = lastIndexUntil(documentDays, day);
  const recent = distinctSince(purchaseDays, purchases, day - frequencyDays);
  const yearly = distinctSince(purchaseDays, purchases, day - amountDays);
  const oldest = documentDays[firstIndexAfter(documentDays, documents, day - amountDays)];
  return {
    netAmount: sumBetween(amounts, monthOf(day - amountDays + 1), monthOf(day)) - cut.before - cut.after,
    purchaseDays: yearly.count,
    recentPurchaseDays: recent.count,
    lastPurchaseOn: purchaseDays[purchases] ?? null,
    dueOn: least(
      documentDays[documents + 1],
      oldest !== undefined && oldest <= day ? oldest + amountDays : undefined,
      recent.first === undefined ? undefined : recent.first + frequencyDays,
    ),
  };
}

/** The days whose amounts `CutAmounts` has, both ends included; the first may lie after the last, for none. */
export function cutDays(day: Day, amountDays: number): { before: readonly [Day, Day]; after: readonly [Day, Day] } {
  return {
    before: [monthBounds(monthOf(day - amountDays + 1)).first, day - amountDays],
    after: [day + 1, monthBounds(monthOf(day)).last],
  };
}

function sumBetween(amounts: ReadonlyMap<Month, Amount>, first: Month, last: Month): Amount {
  let sum = 0n;
  for (const [month, amount] of amounts) if (month >= first && month <= last) sum += amount;
  return sum;
}

/** Of ascending days; -1 for none. */
function lastIndexUntil(days: readonly Day[], day: Day): number {
  let index = days.length - 1;
  while (index >= 0 && days[index]! > day) index--;
  return index;
}

/** The first of the days up to index `last` that comes after `day`; `last + 1` for none. */
function firstIndexAfter(days: readonly Day[], last: number, day: Day): number {
  let index = last + 1;
  while (index > 0 && days[index - 1]! > day) index--;
  return index;
}

/** Distinct days after `day`, up to index `last`. */
function distinctSince(days: readonly Day[], last: number, day: Day): { count: number; first: Day | undefined } {
  let count = 0;
  let first: Day | undefined;
  for (let index = last; index >= 0 && days[index]! > day; index--) {
    if (days[index] !== first) count++;
    first = days[index];
  }
  return { count, first };
}

function least(...days: (Day | undefined)[]): Day | null {
  const known = days.filter((day) => day !== undefined);
  return known.length === 0 ? null : Math.min(...known);
}
