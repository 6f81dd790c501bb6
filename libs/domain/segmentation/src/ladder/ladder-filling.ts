import type { Amount } from '@orderweave/domain-ordering';
import { refuseTooLarge } from './band-thresholds.js';
import type { CustomerRows } from './customer-rows.js';
import { LadderRows } from './ladder-rows.js';
import { growTree, RankedTree } from './ranked-tree.js';

/** The customers of a ladder that is made anew, as they come. */
export class LadderFilling {
  private readonly table: LadderRows;

  /** `customers` may be shared with other ladders. */
  constructor(customers?: CustomerRows) {
    this.table = new LadderRows(customers);
  }

  /** Adds a customer; 0 or less is no place. Of the same id the later wins. Throws `RangeError` for more than some 8 × 10^19 of the currency. */
  add(customerId: string, amount: Amount): void {
    const row = this.table.rowOf(customerId);
    refuseTooLarge(amount);
    if (row !== undefined && amount > 0n) this.table.write(row, amount);
    else if (row !== undefined) this.table.remove(row);
    else if (amount > 0n) this.table.add(customerId, amount);
  }

  /** Puts them in order, in O(n log n) and in steps: the caller goes on when it likes. */
  *arrange(): Generator<undefined, { table: LadderRows; tree: RankedTree }> {
    const { table } = this;
    return { table, tree: yield* growTree(table, yield* table.ordering()) };
  }
}
