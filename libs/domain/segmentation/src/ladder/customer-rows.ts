/**
 * Customers by row number, from 1 on, for ladders that have much the same ones: their ids are in memory once, however many ladders there are.
 * A row stays its customer's for as long as any ladder holds it; at most 255 can.
 */
export class CustomerRows {
  private readonly rows = new Map<string, number>();
  /** Row 0 is nobody's: ladders compare by it. */
  private readonly ids = [''];
  private readonly free: number[] = [];
  private holders = new Uint8Array(1024);

  /** Above all rows. */
  get end(): number {
    return this.ids.length;
  }

  /** The row of a customer that any ladder holds. */
  rowOf(customerId: string): number | undefined {
    return this.rows.get(customerId);
  }

  idOf(row: number): string {
    return this.ids[row]!;
  }

  /** A customer's row, for one ladder more. */
  hold(customerId: string): number {
    let row = this.rows.get(customerId);
    if (row === undefined) {
      row = this.free.pop() ?? this.ids.length;
      this.ids[row] = customerId;
      this.rows.set(customerId, row);
      if (row === this.holders.length) this.grow();
    }
    this.holders[row]!++;
    return row;
  }

  /** One ladder less holds a row; without any it is free for another customer. */
  release(row: number): void {
    if (--this.holders[row]! > 0) return;
    this.rows.delete(this.ids[row]!);
    this.ids[row] = '';
    this.free.push(row);
  }

  private grow(): void {
    const holders = new Uint8Array(this.holders.length * 2);
    holders.set(this.holders);
    this.holders = holders;
  }
}
