import type { Amount } from '@orderweave/domain-ordering';
import { leastAmountsFor } from './amount-to-reach.js';
import { crossedRanges } from './crossed-ranges.js';
import { LadderRows } from './ladder-rows.js';
import { RankedTree } from './ranked-tree.js';
import { resolveTierPolicy, type ResolvedTierPolicy, type TierPolicy } from './tier-policy.js';
import { thresholdsOf, tierOfAmount, UNREACHABLE, type TierThresholds } from './tier-thresholds.js';
import type { LadderTier, Tier } from './tier.js';

/** A customer whose tier changed; null is no place on the ladder, with an amount of 0. */
export interface TierChange {
  customerId: string;
  from: LadderTier | null;
  to: LadderTier | null;
  amountBefore: Amount;
  amountAfter: Amount;
}

/** One customer's place. */
export interface LadderEntry {
  customerId: string;
  amount: Amount;
  tier: LadderTier;
  /** Customers with strictly more. */
  customersAhead: number;
}

/** A tier's customers, their money, and the least amount among them (null when it is empty). */
export interface TierBoundary {
  tier: LadderTier;
  customers: number;
  amount: Amount;
  lowestAmount: Amount | null;
}

/** A customer next to a boundary. */
export interface Neighbour {
  customerId: string;
  amount: Amount;
}

/**
 * The exact tiers of one tenant's month while amounts change: a change costs O(log n), and `settle` O(log n) plus the customers that it
 * reports. Agrees with `rankAll` always. Not for use by two writers.
 *
 * Equal amounts share a tier, so two threshold amounts describe all tiers. Whoever was not set since the last settlement changes tier
 * exactly if a threshold passed its amount; those stand next to each other in the tree.
 */
export class TierLadder {
  private readonly policy: ResolvedTierPolicy;
  private table = new LadderRows();
  private tree = new RankedTree(this.table);
  private settled: TierThresholds = { A: UNREACHABLE, B: UNREACHABLE };
  private current: TierThresholds | null = this.settled;
  /** Amounts at the last settlement of those set since then; 0 for no place. */
  private readonly touched = new Map<string, Amount>();

  constructor(policy: TierPolicy) {
    this.policy = resolveTierPolicy(policy);
  }

  /** Customers on the ladder (n): those with a positive amount. */
  get size(): number {
    return this.tree.count;
  }

  /** The sum of all amounts on the ladder. */
  get total(): Amount {
    return this.tree.sum;
  }

  /**
   * Sets a customer's net amount; 0 or less takes it off the ladder. Returns the amount it had (undefined without a place), so
   * that setting that again (or 0) undoes this. Throws `RangeError` for more than some 8 × 10^19 of the currency.
   */
  set(customerId: string, amount: Amount): Amount | undefined {
    const row = this.table.rowOf(customerId);
    const before = row === undefined ? undefined : this.table.amountOf(row);
    const after = amount > 0n ? amount : undefined;
    if (before === after) return before;
    refuseTooLarge(amount);
    if (!this.touched.has(customerId)) this.touched.set(customerId, before ?? 0n);
    this.current = null;
    if (row === undefined) this.tree.insert(this.table.add(customerId, amount));
    else {
      this.tree.remove(row);
      if (after === undefined) this.table.remove(row);
      else {
        this.table.write(row, after);
        this.tree.insert(row);
      }
    }
    return before;
  }

  /** The amount of a customer on the ladder. */
  amountOf(customerId: string): Amount | undefined {
    const row = this.table.rowOf(customerId);
    return row === undefined ? undefined : this.table.amountOf(row);
  }

  /** The tier that a customer has now; null without a place. */
  tierOf(customerId: string): LadderTier | null {
    const amount = this.amountOf(customerId);
    return amount === undefined ? null : tierOfAmount(amount, this.thresholds());
  }

  /** Customers and money strictly ahead of a customer; undefined without a place. */
  aheadOf(customerId: string): { customers: number; amount: Amount } | undefined {
    const amount = this.amountOf(customerId);
    if (amount === undefined) return undefined;
    const customers = this.tree.countAbove(amount);
    return { customers, amount: this.tree.sumBefore(customers) };
  }

  /** Everybody whose tier differs from that at the last settlement, by amount, largest first, and then by id. */
  settle(): TierChange[] {
    const [before, now] = [this.settled, this.thresholds()];
    const changes: TierChange[] = [];
    const report = (customerId: string, amountBefore: Amount, amountAfter: Amount): void => {
      const from = amountBefore > 0n ? tierOfAmount(amountBefore, before) : null;
      const to = amountAfter > 0n ? tierOfAmount(amountAfter, now) : null;
      if (from !== to) changes.push({ customerId, from, to, amountBefore, amountAfter });
    };
    for (const [customerId, amountBefore] of this.touched) {
      report(customerId, amountBefore, this.amountOf(customerId) ?? 0n);
    }
    for (const { least, below } of crossedRanges(before, now)) {
      for (const row of this.tree.range(this.tree.countFrom(below), this.tree.countFrom(least))) {
        const customerId = this.table.idOf(row);
        const amount = this.table.amountOf(row);
        if (!this.touched.has(customerId)) report(customerId, amount, amount);
      }
    }
    this.settled = now;
    this.touched.clear();
    return changes.sort(byAmountAndId);
  }

  /** Replaces all customers at once, in O(n log n); nobody's change is reported. Later entries of the same id win. */
  rebuild(entries: Iterable<readonly [string, Amount]>): void {
    const table = new LadderRows();
    for (const [customerId, amount] of entries) {
      const row = table.rowOf(customerId);
      refuseTooLarge(amount);
      if (row !== undefined && amount > 0n) table.write(row, amount);
      else if (row !== undefined) table.remove(row);
      else if (amount > 0n) table.add(customerId, amount);
    }
    this.table = table;
    this.tree = new RankedTree(table, table.ordered());
    this.touched.clear();
    this.current = null;
    this.settled = this.thresholds();
  }

  /** The tiers as they are now, from A to C. */
  boundaries(): TierBoundary[] {
    const { A, B } = this.thresholds();
    let [count, sum] = [0, 0n];
    return (['A', 'B', 'C'] as const).map((tier) => {
      const end = tier === 'C' ? this.size : this.tree.countFrom(tier === 'A' ? A : B);
      const endSum = this.tree.sumBefore(end);
      const lowestAmount = end > count ? this.table.amountOf(this.tree.rowAt(end - 1)) : null;
      const boundary = { tier, customers: end - count, amount: endSum - sum, lowestAmount };
      [count, sum] = [end, endSum];
      return boundary;
    });
  }

  /**
   * The least additional amount with which a customer would have this tier now, all others unchanged: 0 if it has it or a better
   * one, null if no amount gives it (a cut of 0). `amountNow` is for customers without a place whose amount is negative.
   */
  amountToReach(customerId: string, tier: Tier, amountNow = this.amountOf(customerId) ?? 0n): Amount | null {
    if (tier === 'D') return 0n;
    const row = this.table.rowOf(customerId);
    const least = tier === 'C' ? 1n : leastAmountsFor(row, this.tree, this.table, this.policy)[tier];
    if (least >= UNREACHABLE) return null;
    return least > amountNow ? least - amountNow : 0n;
  }

  /** Who is next to the lower boundary of a tier: at most `limit` just above (from the lowest up) and just below (from the highest down). */
  nearest(tier: LadderTier, limit: number): { above: Neighbour[]; below: Neighbour[] } {
    const place = tier === 'C' ? this.size : this.tree.countFrom(this.thresholds()[tier]);
    const neighbours = (from: number, to: number): Neighbour[] =>
      [...this.tree.range(from, to)].map((row) => ({
        customerId: this.table.idOf(row),
        amount: this.table.amountOf(row),
      }));
    return {
      above: neighbours(Math.max(0, place - limit), place).reverse(),
      below: neighbours(place, Math.min(this.size, place + limit)),
    };
  }

  /** Everybody on the ladder, largest amount first, equal ones by id. The ladder must not change meanwhile. */
  *entries(): Generator<LadderEntry> {
    const thresholds = this.thresholds();
    let position = 0;
    let previous: LadderEntry | undefined;
    for (const row of this.tree.range()) {
      const amount = this.table.amountOf(row);
      const customersAhead = previous?.amount === amount ? previous.customersAhead : position;
      previous = { customerId: this.table.idOf(row), amount, tier: tierOfAmount(amount, thresholds), customersAhead };
      yield previous;
      position++;
    }
  }

  private thresholds(): TierThresholds {
    this.current ??= thresholdsOf(this.tree, this.table, this.policy);
    return this.current;
  }
}

function refuseTooLarge(amount: Amount): void {
  if (amount >= UNREACHABLE) throw new RangeError(`the amount ${amount} (of 10^-12) is too large for a ladder`);
}

function byAmountAndId(a: TierChange, b: TierChange): number {
  if (a.amountAfter !== b.amountAfter) return a.amountAfter > b.amountAfter ? -1 : 1;
  return a.customerId < b.customerId ? -1 : 1;
}
