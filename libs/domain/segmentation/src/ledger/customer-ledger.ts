import type { Day } from '@orderweave/domain-ordering';

/** What one document (an order or a credit note of its own) contributes in its greatest revision. */
export interface LedgerEntry {
  order: string;
  /** Place in the document's revisions: the greatest is the document. */
  version: number;
  placedOn: Day;
  /** Net amount in the tenant's currency; negative for a credit note. */
  amount: bigint;
  /** Whether it counts at all: false for drafts, quotes, cancelled and voided ones. */
  counts: boolean;
  /** Whether its day is a purchase day: false for free-standing credit notes and orders refunded to zero. */
  purchase: boolean;
  /** Whether it shows an intent to buy: a quote, draft, cart or inquiry. */
  intent: boolean;
}

/** The days of one customer's documents, each an ascending multiset with one element a document. */
export interface CustomerLedger {
  purchaseDays: Day[];
  documentDays: Day[];
  intentDays: Day[];
}

/** The ledger of a customer without documents. */
export const EMPTY_LEDGER: Readonly<CustomerLedger> = Object.freeze({
  purchaseDays: [],
  documentDays: [],
  intentDays: [],
});

/** The day from which a customer is known: that of its first counted document. */
export function knownSince(ledger: CustomerLedger): Day | null {
  return ledger.documentDays[0] ?? null;
}
