import type { Amount } from '@orderweave/domain-ordering';
import { PROBE, type LadderRows } from './ladder-rows.js';
import { branchOf, growRoot, leafOf, mendChildren, splitNode, type RankNode } from './rank-node.js';

/**
 * The rows of a ladder in order, as a B+ tree whose nodes carry counts and sums (an order-statistics tree: Cormen et al.,
 * "Introduction to Algorithms", ch. 14): places, customers ahead and money ahead in O(log n). A row's amount must not change while it
 * is in the tree. Positions count from 0 at the largest amount.
 */
export class RankedTree {
  constructor(
    private readonly table: LadderRows,
    private root: RankNode = leafOf([], table),
  ) {}

  get count(): number {
    return this.root.count;
  }

  get sum(): Amount {
    return this.root.sum;
  }

  insert(row: number): void {
    const sibling = this.insertInto(this.root, row, this.table.amountOf(row));
    if (sibling) this.root = branchOf([this.root, sibling]);
  }

  /** Takes out a row that is in the tree. */
  remove(row: number): void {
    this.removeFrom(this.root, row, this.table.amountOf(row));
    while (this.root.children?.length === 1) this.root = this.root.children[0]!;
  }

  /** The row at a position from 0 to count − 1. */
  rowAt(position: number): number {
    let node = this.root;
    let left = position;
    while (node.children) {
      let index = 0;
      while (left >= node.children[index]!.count) left -= node.children[index++]!.count;
      node = node.children[index]!;
    }
    return node.rows[left]!;
  }

  /** The position of a row that is in the tree. */
  positionOf(row: number): number {
    return this.countUntil((other) => this.table.compare(other, row) < 0);
  }

  /** How many rows have more than `amount`. */
  countAbove(amount: Amount): number {
    this.table.write(PROBE, amount);
    return this.countUntil((row) => this.table.compareAmounts(row, PROBE) < 0);
  }

  /** How many rows have `amount` or more. */
  countFrom(amount: Amount): number {
    this.table.write(PROBE, amount);
    return this.countUntil((row) => this.table.compareAmounts(row, PROBE) <= 0);
  }

  /** The money of the first `position` rows. */
  sumBefore(position: number): Amount {
    if (position >= this.count) return this.sum;
    let node = this.root;
    let left = position;
    let sum = 0n;
    while (node.children) {
      let index = 0;
      for (; left >= node.children[index]!.count; index++) {
        left -= node.children[index]!.count;
        sum += node.children[index]!.sum;
      }
      node = node.children[index]!;
    }
    for (let index = 0; index < left; index++) sum += this.table.amountOf(node.rows[index]!);
    return sum;
  }

  /** The first row at which the money up to and including it reaches `limit`, the last row if none does. Not for an empty tree. */
  rowReaching(limit: Amount): number {
    let node = this.root;
    let left = limit;
    while (node.children) {
      let index = 0;
      while (index < node.children.length - 1 && node.children[index]!.sum < left) left -= node.children[index++]!.sum;
      node = node.children[index]!;
    }
    let index = 0;
    for (; index < node.count - 1; index++) {
      left -= this.table.amountOf(node.rows[index]!);
      if (left <= 0n) break;
    }
    return node.rows[index]!;
  }

  /** The rows at the positions from `from` until before `to`, in order. */
  *range(from = 0, to = this.count): Generator<number> {
    for (let position = from; position < to;) {
      const { rows, offset } = this.leafAt(position);
      const end = Math.min(rows.length, offset + to - position);
      for (let index = offset; index < end; index++) yield rows[index]!;
      position += end - offset;
    }
  }

  private leafAt(position: number): { rows: number[]; offset: number } {
    let node = this.root;
    let offset = position;
    while (node.children) {
      let index = 0;
      while (offset >= node.children[index]!.count) offset -= node.children[index++]!.count;
      node = node.children[index]!;
    }
    return { rows: node.rows, offset };
  }

  /** How many rows from the front on satisfy `isBefore`, which holds for a prefix of the order. */
  private countUntil(isBefore: (row: number) => boolean): number {
    let node = this.root;
    let count = 0;
    while (node.children) {
      const { children } = node;
      const last = Math.max(0, bisect(children.length, (index) => isBefore(children[index]!.first)) - 1);
      for (let index = 0; index < last; index++) count += children[index]!.count;
      node = children[last]!;
    }
    const { rows } = node;
    return count + bisect(rows.length, (index) => isBefore(rows[index]!));
  }

  private insertInto(node: RankNode, row: number, amount: Amount): RankNode | null {
    node.count++;
    node.sum += amount;
    if (node.children) {
      const index = this.childFor(node.children, row);
      const sibling = this.insertInto(node.children[index]!, row, amount);
      if (sibling) node.children.splice(index + 1, 0, sibling);
      node.first = node.children[0]!.first;
    } else {
      const { rows } = node;
      rows.splice(this.placeIn(rows, row), 0, row);
      node.first = rows[0]!;
    }
    return splitNode(node, this.table);
  }

  private removeFrom(node: RankNode, row: number, amount: Amount): void {
    node.count--;
    node.sum -= amount;
    if (node.children) {
      const index = this.childFor(node.children, row);
      this.removeFrom(node.children[index]!, row, amount);
      mendChildren(node.children, index);
      node.first = node.children[0]!.first;
    } else {
      const { rows } = node;
      rows.splice(this.placeIn(rows, row), 1);
      node.first = rows[0] ?? 0;
    }
  }

  /** Where a row is among the rows of its leaf, or belongs. */
  private placeIn(rows: readonly number[], row: number): number {
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.table.compare(rows[middle]!, row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The child that a row is in, or belongs in: the last that does not begin behind it. */
  private childFor(children: readonly RankNode[], row: number): number {
    let low = 0;
    let high = children.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.table.compare(children[middle]!.first, row) <= 0) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** The tree of rows that are in order; in steps. */
export function* growTree(table: LadderRows, orderedRows: Uint32Array): Generator<undefined, RankedTree> {
  return new RankedTree(table, yield* growRoot(orderedRows, table));
}

/** How many of the indexes from 0 on satisfy `holds`, which holds for a prefix of them. */
function bisect(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
