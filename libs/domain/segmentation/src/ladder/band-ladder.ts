import type { Amount } from '@orderweave/domain-ordering';
import { leastAmountsFor } from './amount-to-reach.js';
import { bandIndexOf, refuseTooLarge, thresholdsOf, UNREACHABLE, type BandThresholds } from './band-thresholds.js';
import {
  byAmountAndId,
  type BandBoundary,
  type BandChange,
  type LadderBands,
  type LadderEntry,
  type Neighbour,
} from './ladder-bands.js';
import { LadderFilling } from './ladder-filling.js';
import { LadderRows } from './ladder-rows.js';
import { RankedTree } from './ranked-tree.js';
import { runSteps } from './run-steps.js';
import { Settlement } from './settlement.js';

/**
 * The exact bands of customers with a positive amount while amounts change: a change costs O(log n), and `settle` O(log n) plus the
 * customers that it reports. Equal amounts share a band, so that threshold amounts describe all bands. Not for use by two writers.
 */
export class BandLadder<Band> {
  private table = new LadderRows();
  private tree = new RankedTree(this.table);
  private settled: BandThresholds;
  private current: BandThresholds | null;
  /** Amounts at the last settlement of those set since then; 0 for no place. */
  private touched = new Map<string, Amount>();

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
    const changes: BandChange<Band>[] = [];
    for (const piece of this.settlement().pieces()) for (const change of piece) changes.push(change);
    return changes.sort(byAmountAndId);
  }

  /** Settles, and tells whose band changed as the caller asks for it; until then the ladder must not change. */
  settlement(): Settlement<Band> {
    const { table, tree, touched, settled: before } = this;
    const now = this.thresholds();
    this.settled = now;
    this.touched = new Map();
    return new Settlement({ names: this.bands.names, table, tree, before, now, touched });
  }

  /** Replaces all customers at once, in O(n log n); nobody's change is reported. Later entries of the same id win. */
  rebuild(entries: Iterable<readonly [string, Amount]>): void {
    const filling = new LadderFilling();
    for (const [customerId, amount] of entries) filling.add(customerId, amount);
    runSteps(this.takeUp(filling));
  }

  /** `rebuild` in steps; the ladder stays as it was until the last one. */
  *takeUp(filling: LadderFilling): Generator<undefined, void> {
    const { table, tree } = yield* filling.arrange();
    this.table = table;
    this.tree = tree;
    this.touched = new Map();
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
