import { monthBounds, monthOf, type Month } from '@orderweave/domain-ordering';
import { replaceEntry, type CustomerLedger } from '@orderweave/domain-segmentation';
import type { CustomerState } from './customer-state.js';
import type { Replaced } from './ledger-entry.store.js';
import type { CustomerNews } from './gather-batch.js';

/** The months whose amount or days changed, each with the order that changed it last. */
export type TouchedMonths = Map<Month, string>;

/** Replaces documents in a customer's state. A month with a counted document has an amount, even one of 0: it makes the month known. */
export function applyEntries(state: CustomerState, news: CustomerNews, replaced: readonly Replaced[]): TouchedMonths {
  const touched: TouchedMonths = new Map();
  for (const { order, before } of replaced) {
    const { entry } = news.activities.get(order)!;
    const change = replaceEntry(state.ledger, before, entry);
    if (change === 'stale') continue;
    // Windows of time ask for days, which also move where no month's amount does.
    if (movesDays(state.ledger, change.ledger))
      for (const one of [before, entry]) if (one?.counts) touched.set(monthOf(one.placedOn), order);
    state.ledger = change.ledger;
    const month = monthOf(entry.placedOn);
    if (entry.counts && !state.amounts.has(month)) {
      state.amounts.set(month, 0n);
      touched.set(month, order);
    }
    for (const [changed, delta] of change.months) {
      state.amounts.set(changed, (state.amounts.get(changed) ?? 0n) + delta);
      touched.set(changed, order);
    }
  }
  for (const month of touched.keys()) {
    // As if the documents that left it had never been there.
    if (state.amounts.get(month) === 0n && !hasDocumentIn(state, month)) state.amounts.delete(month);
  }
  return touched;
}

function hasDocumentIn({ ledger }: CustomerState, month: Month): boolean {
  const { first, last } = monthBounds(month);
  return ledger.documentDays.some((day) => day >= first && day <= last);
}

function movesDays(before: CustomerLedger, after: CustomerLedger): boolean {
  return before.purchaseDays !== after.purchaseDays || before.documentDays !== after.documentDays;
}
