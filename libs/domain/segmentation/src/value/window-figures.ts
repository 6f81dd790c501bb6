import type { Amount, Day } from '@orderweave/domain-ordering';
import type { LedgerEntry } from '../ledger/customer-ledger.js';

/** What a document contributes to windows of time. */
export type DatedDocument = Pick<LedgerEntry, 'placedOn' | 'amount' | 'counts' | 'purchase'>;

/** How many local days, the day asked about being the last, the windows hold. */
export interface Windows {
  /** Of the value band and of RFM. */
  amountDays: number;
  /** Of the frequency. */
  frequencyDays: number;
}

/** A customer's figures as of the end of a local day. */
export interface WindowFigures {
  /** Net amount of the documents in the amount window. */
  netAmount: Amount;
  /** Distinct purchase days in the amount window. */
  purchaseDays: number;
  /** Distinct purchase days in the frequency window. */
  recentPurchaseDays: number;
  /** The last purchase day ever, in a window or not; null for who never purchased. */
  lastPurchaseOn: Day | null;
}

export const DEFAULT_WINDOWS: Readonly<Windows> = Object.freeze({ amountDays: 365, frequencyDays: 180 });

/** The figures as of `day`; documents placed later are left out. A day is in a window of N when it is less than N days ago. */
export function figuresOn(
  documents: Iterable<DatedDocument>,
  day: Day,
  { amountDays, frequencyDays }: Windows = DEFAULT_WINDOWS,
): WindowFigures {
  let netAmount = 0n;
  const purchases = new Set<Day>();
  for (const { placedOn, amount, counts, purchase } of documents) {
    if (!counts || placedOn > day) continue;
    if (day - placedOn < amountDays) netAmount += amount;
    if (purchase) purchases.add(placedOn);
  }
  const within = (days: number): number => [...purchases].filter((placedOn) => day - placedOn < days).length;
  return {
    netAmount,
    purchaseDays: within(amountDays),
    recentPurchaseDays: within(frequencyDays),
    lastPurchaseOn: purchases.size === 0 ? null : Math.max(...purchases),
  };
}
