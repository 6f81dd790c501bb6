import type { Amount, Day } from '@orderweave/domain-ordering';
import { BandLadder } from '../ladder/band-ladder.js';
import { RFM_SCORES, type RfmScore, type RfmScores } from './rfm-policy.js';

/** What a customer is scored by, as of some day; only for customers with a purchase day in the window. */
export interface RfmMeasures {
  lastPurchaseOn: Day;
  /** Distinct purchase days in the window; at least 1. */
  purchaseDays: number;
  /** Net amount in the window; credit notes may take it below 0. */
  netAmount: Amount;
}

/** A customer whose scores changed; null without a purchase day in the window. */
export interface RfmChange {
  customerId: string;
  from: RfmScores | null;
  to: RfmScores | null;
}

/** Ladders rank positive amounts: days count from long before any order, money from long below any debt. */
const FIRST_DAY = -1_000_000;
const LEAST_AMOUNT: Amount = -(2n ** 84n);

/**
 * The exact scores of a tenant's customers: for each measure 5 − ⌊5 × customers strictly better / n⌋, so that ties share the
 * better score. Fewer days since the last purchase are a later day, so that time alone changes no score: only who leaves the window does.
 */
export class RfmLadder {
  private readonly r = scoreLadder();
  private readonly f = scoreLadder();
  private readonly m = scoreLadder();

  /** Customers with a purchase day in the window (n). */
  get size(): number {
    return this.r.size;
  }

  /** Sets a customer's measures, null for none. Throws `RangeError` for an amount that no ladder can hold. Returns what it had. */
  set(customerId: string, measures: RfmMeasures | null): RfmMeasures | null {
    const before = this.measuresOf(customerId);
    const amount = measures && monetaryKey(measures.netAmount);
    this.m.set(customerId, amount ?? 0n);
    this.r.set(customerId, measures ? recencyKey(measures.lastPurchaseOn) : 0n);
    this.f.set(customerId, measures ? BigInt(measures.purchaseDays) : 0n);
    return before;
  }

  /** Replaces all customers at once; nobody's change is reported. */
  rebuild(entries: readonly (readonly [string, RfmMeasures])[]): void {
    this.r.rebuild(entries.map(([id, { lastPurchaseOn }]) => [id, recencyKey(lastPurchaseOn)]));
    this.f.rebuild(entries.map(([id, { purchaseDays }]) => [id, BigInt(purchaseDays)]));
    this.m.rebuild(entries.map(([id, { netAmount }]) => [id, monetaryKey(netAmount)]));
  }

  /** A customer's scores now; null without a purchase day in the window. */
  scoresOf(customerId: string): RfmScores | null {
    const r = this.r.bandOf(customerId);
    if (r === null) return null;
    return { r, f: this.f.bandOf(customerId)!, m: this.m.bandOf(customerId)! };
  }

  /** How many customers are strictly better than one in each measure; null without a purchase day in the window. */
  aheadOf(customerId: string): { r: number; f: number; m: number } | null {
    const r = this.r.aheadOf(customerId);
    if (!r) return null;
    const [f, m] = [this.f.aheadOf(customerId)!, this.m.aheadOf(customerId)!];
    return { r: r.customers, f: f.customers, m: m.customers };
  }

  /** Everybody whose scores differ from those at the last settlement, each once. */
  settle(): RfmChange[] {
    const froms = new Map<string, Partial<Record<keyof RfmScores, RfmScore | null>>>();
    for (const measure of ['r', 'f', 'm'] as const) {
      for (const { customerId, from } of this[measure].settle()) {
        const known = froms.get(customerId);
        if (known) known[measure] = from;
        else froms.set(customerId, { [measure]: from });
      }
    }
    return [...froms].map(([customerId, from]) => {
      const to = this.scoresOf(customerId);
      // Who comes or leaves does so on all three ladders.
      const before = { ...to, ...from };
      return { customerId, from: isScored(before) ? before : null, to };
    });
  }

  /** Everybody with scores, the most recent first. The ladder must not change meanwhile. */
  *entries(): Generator<readonly [customerId: string, scores: RfmScores]> {
    for (const { customerId } of this.r.entries()) yield [customerId, this.scoresOf(customerId)!];
  }

  private measuresOf(customerId: string): RfmMeasures | null {
    const r = this.r.amountOf(customerId);
    if (r === undefined) return null;
    return {
      lastPurchaseOn: Number(r) + FIRST_DAY,
      purchaseDays: Number(this.f.amountOf(customerId)!),
      netAmount: this.m.amountOf(customerId)! + LEAST_AMOUNT,
    };
  }
}

function scoreLadder(): BandLadder<RfmScore> {
  const cuts = [1n, 2n, 3n, 4n].map((numerator) => ({ numerator, denominator: 5n }));
  return new BandLadder<RfmScore>({ basis: 'rank', cuts, names: RFM_SCORES });
}

function recencyKey(day: Day): Amount {
  return BigInt(day - FIRST_DAY);
}

function monetaryKey(amount: Amount): Amount {
  if (amount <= LEAST_AMOUNT) throw new RangeError(`the amount ${amount} (of 10^-12) is too small for a ladder`);
  return amount - LEAST_AMOUNT;
}

function isScored(scores: Partial<Record<keyof RfmScores, RfmScore | null>>): scores is RfmScores {
  return scores.r != null && scores.f != null && scores.m != null;
}
