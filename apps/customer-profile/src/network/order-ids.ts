import { statement, type Transaction } from '@orderweave/postgres';

const BLOCK = 10_000;
const NEXT = statement('order.block', `SELECT nextval('purchase_order_block')::text AS first`);

/** Hands out order ids from blocks, so that a batch asks the database at most once. Ids of a rolled back batch are not used again. */
export class OrderIds {
  private next = 0;
  private end = 0;

  /** A source of at most `count` ids. */
  async take(tx: Transaction, count: number): Promise<() => number> {
    const ids: number[] = [];
    while (ids.length < count) {
      if (this.next === this.end) {
        const [row] = await tx.query<{ first: string }>(NEXT);
        this.next = Number(row?.first) + 1;
        this.end = this.next + BLOCK;
      }
      ids.push(this.next++);
      while (ids.length < count && this.next < this.end) ids.push(this.next++);
    }
    let at = 0;
    return () => {
      const id = ids[at++];
      if (id === undefined) throw new RangeError('more order ids used than taken');
      return id;
    };
  }
}
