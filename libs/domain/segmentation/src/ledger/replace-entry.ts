import { monthOf, type Amount, type Day, type Month } from '@orderweave/domain-ordering';
import type { CustomerLedger, LedgerEntry } from './customer-ledger.js';

/** A ledger after one document changed, and what that adds to (or takes from) the net amounts of months; never a delta of 0. */
export interface LedgerChange {
  ledger: CustomerLedger;
  months: Map<Month, Amount>;
}

/**
 * Puts a document's new revision in the place of the one that the ledger holds (`before`; undefined for a new document).
 * `stale` when that one is the same or a later revision. So the outcome is that of each document's greatest revision,
 * whatever the order and repetition of revisions. Never changes the ledger given; shares the arrays that stay.
 */
export function replaceEntry(
  ledger: CustomerLedger,
  before: LedgerEntry | undefined,
  after: LedgerEntry,
): LedgerChange | 'stale' {
  if (before && before.version >= after.version) return 'stale';
  const months = new Map<Month, Amount>();
  if (before?.counts) addTo(months, monthOf(before.placedOn), -before.amount);
  if (after.counts) addTo(months, monthOf(after.placedOn), after.amount);
  const counted = (entry?: LedgerEntry): Day | null => (entry?.counts ? entry.placedOn : null);
  const purchased = (entry?: LedgerEntry): Day | null => (entry?.counts && entry.purchase ? entry.placedOn : null);
  const intended = (entry?: LedgerEntry): Day | null => (entry?.intent ? entry.placedOn : null);
  return {
    ledger: {
      purchaseDays: replaceDay(ledger.purchaseDays, purchased(before), purchased(after)),
      documentDays: replaceDay(ledger.documentDays, counted(before), counted(after)),
      intentDays: replaceDay(ledger.intentDays, intended(before), intended(after)),
    },
    months,
  };
}

function addTo(months: Map<Month, Amount>, month: Month, delta: Amount): void {
  const sum = (months.get(month) ?? 0n) + delta;
  if (sum === 0n) months.delete(month);
  else months.set(month, sum);
}

/** The ascending multiset without one `before` and with one more `after`. */
function replaceDay(days: Day[], before: Day | null, after: Day | null): Day[] {
  if (before === after) return days;
  const replaced = days.slice();
  if (before !== null) {
    const index = replaced.lastIndexOf(before);
    if (index < 0) throw new RangeError(`day ${before} of the entry to replace is not in the ledger`);
    replaced.splice(index, 1);
  }
  if (after !== null) {
    let index = replaced.length; // the newest document is most often the last
    while (index > 0 && replaced[index - 1]! > after) index--;
    replaced.splice(index, 0, after);
  }
  return replaced;
}
