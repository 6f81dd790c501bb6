import type { Amount } from '@orderweave/domain-ordering';
import { leastAmountsFor } from './amount-to-reach.js';
import { bandIndexOf, thresholdsOf, UNREACHABLE, type BandThresholds } from './band-thresholds.js';
import { crossedRanges } from './crossed-ranges.js';
import type { BandBoundary, BandChange, LadderBands, LadderEntry, Neighbour } from './ladder-bands.js';
import { LadderRows } from './ladder-rows.js';
import { RankedTree } from './ranked-tree.js';

/**
 * The exact bands of customers with a positive amount while amounts change: a change costs O(log n), and `settle` O(log n) plus the
 * customers that it reports. Not for use by two writers.
 *
 * Equal amounts share a band, so that threshold amounts describe all bands. Whoever was not set since the last settlement changes band
 * exactly if a threshold passed its amount; those stand next to each other in the tree.
 */
export class BandLadder<Band> {
  private table = new LadderRows();
  private tree = new RankedTree(this.table);
  private settled: BandThresholds;
  private current: BandThresholds | null;
  /** Amounts at the last settlement of those set since then; 0 for no place. */
  private readonly touched = new Map<string, Amount>();

  constructor(private readonly bands: LadderBands<Band>) {
    this.settled = this.current = bands.names.slice(1).map(() => UNREACHABLE);
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
   * Sets a customer's amount; 0 or less takes it off the ladder. Returns the amount it had (undefined without a place), so
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

  /** The band that a customer is in now; null without a place. */
  bandOf(customerId: string): Band | null {
    const amount = this.amountOf(customerId);
    return amount === undefined ? null : this.bandAt(amount, this.thresholds());
  }

  /** Customers and money strictly ahead of a customer; undefined without a place. */
  aheadOf(customerId: string): { customers: number; amount: Amount } | undefined {
    const amount = this.amountOf(customerId);
    if (amount === undefined) return undefined;
    const customers = this.tree.countAbove(amount);
    return { customers, amount: this.tree.sumBefore(customers) };
  }

  /** Everybody whose band differs from that at the last settlement, by amount, largest first, and then by id. */
  settle(): BandChange<Band>[] {
    const [before, now] = [this.settled, this.thresholds()];
    const changes: BandChange<Band>[] = [];
    const report = (customerId: string, amountBefore: Amount, amountAfter: Amount): void => {
      const from = amountBefore > 0n ? this.bandAt(amountBefore, before) : null;
      const to = amountAfter > 0n ? this.bandAt(amountAfter, now) : null;
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

  /** The bands as they are now, from the best one down. */
  boundaries(): BandBoundary<Band>[] {
    const thresholds = this.thresholds();
    let [count, sum] = [0, 0n];
    return this.bands.names.map((band, index) => {
      const least = thresholds[index];
      const end = least === undefined ? this.size : this.tree.countFrom(least);
      const endSum = this.tree.sumBefore(end);
      const lowestAmount = end > count ? this.table.amountOf(this.tree.rowAt(end - 1)) : null;
      const boundary = { band, customers: end - count, amount: endSum - sum, lowestAmount };
      [count, sum] = [end, endSum];
      return boundary;
    });
  }

  /**
   * The least additional amount with which a customer would be in this band or a better one now, all others unchanged: 0 if it is, null
   * if no amount does it (a cut of 0). `amountNow` is for customers without a place whose amount is negative.
   */
  amountToReach(customerId: string, band: Band, amountNow = this.amountOf(customerId) ?? 0n): Amount | null {
    const least = this.leastAmountFor(customerId, band);
    if (least >= UNREACHABLE) return null;
    return least > amountNow ? least - amountNow : 0n;
  }

  /** Who is next to the lower boundary of a band: at most `limit` just above (from the lowest up) and just below (from the highest down). */
  nearest(band: Band, limit: number): { above: Neighbour[]; below: Neighbour[] } {
    const least = this.thresholds()[this.bands.names.indexOf(band)];
    const place = least === undefined ? this.size : this.tree.countFrom(least);
    const above = [...this.entries(Math.max(0, place - limit), place)].reverse();
    const below = [...this.entries(place, Math.min(this.size, place + limit))];
    return {
      above: above.map(({ customerId, amount }) => {
        return { customerId, amount, distance: amount - this.leastAmountFor(customerId, band) };
      }),
      below: below.map(({ customerId, amount }) => {
        return { customerId, amount, distance: this.amountToReach(customerId, band) };
      }),
    };
  }

  /**
   * Everybody at the positions from `from` until before `to`, largest amount first, equal ones in any order. The ladder must not
   * change meanwhile.
   */
  *entries(from = 0, to = this.size): Generator<LadderEntry<Band>> {
    const thresholds = this.thresholds();
    let position = from;
    let previous: LadderEntry<Band> | undefined;
    for (const row of this.tree.range(from, to)) {
      const amount = this.table.amountOf(row);
      const ahead = previous ? position : this.tree.countAbove(amount);
      const customersAhead = previous?.amount === amount ? previous.customersAhead : ahead;
      previous = { customerId: this.table.idOf(row), amount, band: this.bandAt(amount, thresholds), customersAhead };
      yield previous;
      position++;
    }
  }

  /** The least amount with which a customer would be in this band or a better one, all others unchanged. */
  private leastAmountFor(customerId: string, band: Band): Amount {
    const least = leastAmountsFor(this.table.rowOf(customerId), this.tree, this.table, this.bands);
    // On the ladder at all is in the last band.
    return this.adjusted(least)[this.bands.names.indexOf(band)] ?? 1n;
  }

  private bandAt(amount: Amount, thresholds: BandThresholds): Band {
    return this.bands.names[bandIndexOf(amount, thresholds)]!;
  }

  private thresholds(): BandThresholds {
    this.current ??= this.adjusted(thresholdsOf(this.tree, this.table, this.bands));
    return this.current;
  }

  private adjusted(thresholds: BandThresholds): BandThresholds {
    return this.bands.adjust?.(thresholds) ?? thresholds;
  }
}

function refuseTooLarge(amount: Amount): void {
  if (amount >= UNREACHABLE) throw new RangeError(`the amount ${amount} (of 10^-12) is too large for a ladder`);
}

function byAmountAndId(a: BandChange<unknown>, b: BandChange<unknown>): number {
  if (a.amountAfter !== b.amountAfter) return a.amountAfter > b.amountAfter ? -1 : 1;
  return a.customerId < b.customerId ? -1 : 1;
}
