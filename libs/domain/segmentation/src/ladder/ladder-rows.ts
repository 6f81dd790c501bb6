import type { Amount } from '@orderweave/domain-ordering';
import { orderingByDouble } from './order-by-double.js';

/** The row that holds an amount to compare with, and no customer. */
export const PROBE = 0;
/** Amounts must stay below this (some 8 × 10^19 of a currency), so that two doubles hold them exactly. */
export const AMOUNT_LIMIT: Amount = 2n ** 106n;
/** Rows of one step. */
const STEP = 50_000;

/**
 * The customers of a ladder by row number, in columns: an amount is the sum of two doubles, its nearest one (`head`) and the
 * rest. Rounding to the nearest is monotone, so two rows compare by their heads, and by the rests when those are equal.
 */
export class LadderRows {
  private readonly rows = new Map<string, number>();
  private readonly ids: string[] = [''];
  private readonly free: number[] = [];
  private heads = new Float64Array(1024);
  private rests = new Float64Array(1024);

  rowOf(customerId: string): number | undefined {
    return this.rows.get(customerId);
  }

  idOf(row: number): string {
    return this.ids[row]!;
  }

  amountOf(row: number): Amount {
    const rest = this.rests[row]!;
    const head = BigInt(this.heads[row]!);
    return rest === 0 ? head : head + BigInt(rest);
  }

  /** A row for a customer that has none. */
  add(customerId: string, amount: Amount): number {
    const row = this.free.pop() ?? this.ids.length;
    if (row === this.heads.length) this.grow();
    this.write(row, amount);
    this.ids[row] = customerId;
    this.rows.set(customerId, row);
    return row;
  }

  remove(row: number): void {
    this.rows.delete(this.ids[row]!);
    this.ids[row] = '';
    this.free.push(row);
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
    const taken = new Uint32Array(this.rows.size);
    let count = 0;
    for (const row of this.rows.values()) {
      taken[count++] = row;
      if (count % STEP === 0) yield;
    }
    const rows = yield* orderingByDouble(taken.sort(), this.heads);
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
