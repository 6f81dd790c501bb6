import type { Amount, Day } from '@orderweave/domain-ordering';
import { BandLadder } from '../ladder/band-ladder.js';
import { CustomerRows } from '../ladder/customer-rows.js';
import { LadderFilling } from '../ladder/ladder-filling.js';
import { runSteps } from '../ladder/run-steps.js';
import type { Settlement } from '../ladder/settlement.js';
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
    const filling = new RfmFilling();
    for (const [customerId, measures] of entries) filling.add(customerId, measures);
    runSteps(this.takeUp(filling));
  }

  /** `rebuild` in steps. */
  *takeUp({ r, f, m }: RfmFilling): Generator<undefined, void> {
    yield* this.r.takeUp(r);
    yield* this.f.takeUp(f);
    yield* this.m.takeUp(m);
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
    return [...this.settling()].flat();
  }

  /** `settle` in pieces, which may be empty. Until the last one was taken the ladder must not change. */
  *settling(): Generator<RfmChange[], undefined> {
    const settled = { r: this.r.settlement(), f: this.f.settlement(), m: this.m.settlement() };
    const { r, f, m } = settled;
    const change = ({ customerId }: { customerId: string }) => this.changeOf(customerId, settled);
    for (const piece of r.pieces()) yield piece.map(change);
    for (const piece of f.pieces()) yield piece.filter(({ customerId }) => !r.changeOf(customerId)).map(change);
    for (const piece of m.pieces()) {
      yield piece.filter(({ customerId }) => !r.changeOf(customerId) && !f.changeOf(customerId)).map(change);
    }
  }

  /** Everybody with scores, the most recent first. The ladder must not change meanwhile. */
  *entries(): Generator<readonly [customerId: string, scores: RfmScores]> {
    for (const { customerId } of this.r.entries()) yield [customerId, this.scoresOf(customerId)!];
  }

  private changeOf(customerId: string, settled: Record<keyof RfmScores, Settlement<RfmScore>>): RfmChange {
    const to = this.scoresOf(customerId);
    const before: Partial<Record<keyof RfmScores, RfmScore | null>> = { ...to };
    for (const measure of ['r', 'f', 'm'] as const) {
      const changed = settled[measure].changeOf(customerId);
      if (changed) before[measure] = changed.from;
    }
    // Who comes or leaves does so on all three ladders.
    return { customerId, from: isScored(before) ? before : null, to };
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

/** The customers of RFM ladders that are made anew, as they come. */
export class RfmFilling {
  readonly r: LadderFilling;
  readonly f: LadderFilling;
  readonly m: LadderFilling;

  /** `customers` may be shared with other ladders. */
  constructor(customers = new CustomerRows()) {
    this.r = new LadderFilling(customers);
    this.f = new LadderFilling(customers);
    this.m = new LadderFilling(customers);
  }

  /** Adds a customer. Throws `RangeError` for an amount that no ladder can hold. */
  add(customerId: string, { lastPurchaseOn, purchaseDays, netAmount }: RfmMeasures): void {
    this.r.add(customerId, recencyKey(lastPurchaseOn));
    this.f.add(customerId, BigInt(purchaseDays));
    this.m.add(customerId, monetaryKey(netAmount));
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
