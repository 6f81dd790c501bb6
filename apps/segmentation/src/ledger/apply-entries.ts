import { monthBounds, monthOf, type Month } from '@orderweave/domain-ordering';
import { LedgerDraft } from '@orderweave/domain-segmentation';
import type { CustomerState } from './customer-state.js';
import type { Replaced } from './ledger-entry.store.js';

/** The months whose amount or days changed, each with the order that changed it last. */
export type TouchedMonths = Map<Month, string>;

/** Replaces documents in a customer's state. A month with a counted document has an amount, even one of 0: it makes the month known. */
export function applyEntries(state: CustomerState, replaced: readonly Replaced[]): TouchedMonths {
  const touched: TouchedMonths = new Map();
  const draft = new LedgerDraft(state.ledger);
  for (const { document, before } of replaced) {
    const { entry } = document;
    const step = draft.replace(before, entry);
    if (step === 'stale') continue;
    // Windows of time ask for days, which also move where no month's amount does.
    if (step.movesDays)
      for (const one of [before, entry]) if (one?.counts) touched.set(monthOf(one.placedOn), entry.order);
    const month = monthOf(entry.placedOn);
    if (entry.counts && !state.amounts.has(month)) {
      state.amounts.set(month, 0n);
      touched.set(month, entry.order);
    }
    for (const { month: changed, delta } of step.months) {
      state.amounts.set(changed, (state.amounts.get(changed) ?? 0n) + delta);
      touched.set(changed, entry.order);
    }
  }
  state.ledger = draft.ledger;
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
