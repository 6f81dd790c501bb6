import type { Amount } from '@orderweave/domain-ordering';
import { bandIndexOf, type BandThresholds } from './band-thresholds.js';
import { crossedRanges } from './crossed-ranges.js';
import type { BandChange } from './ladder-bands.js';
import type { LadderRows } from './ladder-rows.js';
import type { RankedTree } from './ranked-tree.js';

/** Customers looked at for one piece. */
const LOOKED_AT = 1_000;

/** A ladder as it is, and what has moved on it since it was settled last. */
interface Moved<Band> {
  readonly names: readonly Band[];
  readonly table: LadderRows;
  readonly tree: RankedTree;
  readonly before: BandThresholds;
  readonly now: BandThresholds;
  /** Amounts at the last settlement of those set since then; 0 for no place. */
  readonly touched: ReadonlyMap<string, Amount>;
}

/**
 * Whose band is another one than at the last settlement. Whoever was not set since then changes band exactly if a threshold passed its
 * amount; those stand next to each other in the tree. Good for as long as the ladder does not change.
 */
export class Settlement<Band> {
  constructor(private readonly moved: Moved<Band>) {}

  /** How one customer's band changed; undefined if it did not. */
  changeOf(customerId: string): BandChange<Band> | undefined {
    const { table, touched } = this.moved;
    const row = table.rowOf(customerId);
    const amount = row === undefined ? 0n : table.amountOf(row);
    return this.between(customerId, touched.get(customerId) ?? amount, amount);
  }

  /** Every change once, in pieces: what was found among a thousand customers, which may be nothing. */
  *pieces(): Generator<BandChange<Band>[], undefined> {
    const { table, tree, before, now, touched } = this.moved;
    let found: BandChange<Band>[] = [];
    let looked = 0;
    for (const customerId of touched.keys()) {
      const change = this.changeOf(customerId);
      if (change) found.push(change);
      if (++looked % LOOKED_AT > 0) continue;
      yield found;
      found = [];
    }
    for (const { least, below } of crossedRanges(before, now)) {
      for (const row of tree.range(tree.countFrom(below), tree.countFrom(least))) {
        const customerId = table.idOf(row);
        const amount = table.amountOf(row);
        const change = touched.has(customerId) ? undefined : this.between(customerId, amount, amount);
        if (change) found.push(change);
        if (++looked % LOOKED_AT > 0) continue;
        yield found;
        found = [];
      }
    }
    if (found.length > 0) yield found;
  }

  private between(customerId: string, amountBefore: Amount, amountAfter: Amount): BandChange<Band> | undefined {
    const { before, now } = this.moved;
    const from = this.bandAt(amountBefore, before);
    const to = this.bandAt(amountAfter, now);
    return from === to ? undefined : { customerId, from, to, amountBefore, amountAfter };
  }

  private bandAt(amount: Amount, thresholds: BandThresholds): Band | null {
    return amount > 0n ? this.moved.names[bandIndexOf(amount, thresholds)]! : null;
  }
}
