import type { Amount } from '@orderweave/domain-ordering';
import { firstOutside, UNREACHABLE, type BandThresholds, type ShareCuts } from '../ladder/band-thresholds.js';

/** What the amounts to be cut come to. */
export interface CutTotals {
  readonly customers: number;
  readonly amount: Amount;
}

/**
 * Where shares of customers or money cut a list, found in one pass over its amounts from the largest to the smallest without holding
 * them. Equal amounts share a band, so that one amount a cut says it all.
 */
export class ShareCut {
  private readonly reaches: readonly bigint[];
  private readonly least: Amount[];
  private customersAhead = 0;
  private amountAhead: Amount = 0n;

  constructor(
    private readonly shares: ShareCuts,
    totals: CutTotals,
  ) {
    const whole = shares.basis === 'rank' ? BigInt(totals.customers) : totals.amount;
    this.reaches = shares.cuts.map((cut) => firstOutside(cut, whole));
    this.least = this.reaches.map(() => UNREACHABLE);
  }

  /** Takes up all customers of an amount, which is less than every one before. */
  add(amount: Amount, customers: number): void {
    const ahead = this.shares.basis === 'rank' ? BigInt(this.customersAhead) : this.amountAhead;
    this.reaches.forEach((reach, index) => {
      if (ahead < reach) this.least[index] = amount;
    });
    this.customersAhead += customers;
    this.amountAhead += amount * BigInt(customers);
  }

  /** The least amounts of all bands but the last, once all amounts are taken up. */
  thresholds(): BandThresholds {
    return this.least;
  }
}
