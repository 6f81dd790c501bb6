import type { Amount } from '@orderweave/domain-ordering';
import { CustomerRows } from './customer-rows.js';
import { orderingByDouble } from './order-by-double.js';

/** The row that holds an amount to compare with, and no customer. */
export const PROBE = 0;
/** Amounts must stay below this (some 8 × 10^19 of a currency), so that two doubles hold them exactly. */
export const AMOUNT_LIMIT: Amount = 2n ** 106n;
/** Rows of one step. */
const STEP = 50_000;

/**
 * The amounts of a ladder's customers by row number, in columns: an amount is the sum of two doubles, its nearest one (`head`) and the
 * rest. Rounding to the nearest is monotone, so two rows compare by their heads, and by the rests when those are equal. A head of 0 is
 * no place on the ladder.
 */
export class LadderRows {
  private heads = new Float64Array(1024);
  private rests = new Float64Array(1024);
  private count = 0;

  /** `customers` may be shared with other ladders. */
  constructor(private readonly customers = new CustomerRows()) {}

  rowOf(customerId: string): number | undefined {
    const row = this.customers.rowOf(customerId);
    return row !== undefined && this.heads[row]! > 0 ? row : undefined;
  }

  idOf(row: number): string {
    return this.customers.idOf(row);
  }

  amountOf(row: number): Amount {
    const rest = this.rests[row]!;
    const head = BigInt(this.heads[row]!);
    return rest === 0 ? head : head + BigInt(rest);
  }

  /** A row for a customer that has none here; the amount is positive. */
  add(customerId: string, amount: Amount): number {
    const row = this.customers.hold(customerId);
    while (row >= this.heads.length) this.grow();
    this.write(row, amount);
    this.count++;
    return row;
  }

  remove(row: number): void {
    this.heads[row] = this.rests[row] = 0;
    this.count--;
    this.customers.release(row);
  }

  /** Sets a row's amount, which must be below `AMOUNT_LIMIT` (the probe's may be above: it is then ahead of all). */
  write(row: number, amount: Amount): void {
    const head = Number(amount);
    this.heads[row] = head;
    // An integer below 2^53 is its own nearest double.
    this.rests[row] = head < Number.MAX_SAFE_INTEGER ? 0 : Number(amount - BigInt(head));
  }

  /** Negative if row `a` has the larger amount, positive if `b` has; 0 for equal amounts. */
  compareAmounts(a: number, b: number): number {
    return this.heads[b]! - this.heads[a]! || this.rests[b]! - this.rests[a]!;
  }

  /** The order of the ladder: larger amounts first, equal ones by row, which is quick where many are equal; 0 only for a row and itself. */
  compare(a: number, b: number): number {
    return this.compareAmounts(a, b) || a - b;
  }

  /** Every customer's row, in the order of the ladder; in steps. */
  *ordering(): Generator<undefined, Uint32Array> {
    const taken = new Uint32Array(this.count);
    const end = Math.min(this.customers.end, this.heads.length);
    let count = 0;
    for (let row = PROBE + 1; row < end; row++) {
      if (this.heads[row]! > 0) taken[count++] = row;
      if (row % STEP === 0) yield;
    }
    const rows = yield* orderingByDouble(taken, this.heads);
    for (let from = 0, to = 1, step = STEP; from < rows.length; from = to++) {
      const [head, rest] = [this.heads[rows[from]!], this.rests[rows[from]!]];
      let same = true;
      for (; to < rows.length && this.heads[rows[to]!] === head; to++) same &&= this.rests[rows[to]!] === rest;
      // Rows that are equal in both are in their order already.
      if (!same) rows.subarray(from, to).sort((a, b) => this.compare(a, b));
      if (to < step) continue;
      yield;
      step = to + STEP;
    }
    return rows;
  }

  private grow(): void {
    const capacity = this.heads.length * 2;
    const heads = new Float64Array(capacity);
    const rests = new Float64Array(capacity);
    heads.set(this.heads);
    rests.set(this.rests);
    this.heads = heads;
    this.rests = rests;
  }
}
