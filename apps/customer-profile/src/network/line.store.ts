import type { RecordedLine } from '@orderweave/contracts';
import { plainArray, statement, type Transaction, rowArray, type Field } from '@orderweave/postgres';

const REMOVE = statement('line.remove', 'DELETE FROM order_line WHERE order_id = ANY($1::bigint[])');
const INSERT = statement('line.insert', 'INSERT INTO order_line SELECT * FROM unnest($1::order_line[])');

/** Lines of one order. */
export interface OrderLines {
  readonly orderId: number;
  readonly lines: readonly RecordedLine[];
}

/** Takes away all lines of orders. */
export function removeLines(tx: Transaction, orderIds: readonly number[]): Promise<number> {
  return tx.execute(REMOVE, [plainArray(orderIds)]);
}

/** Writes lines of orders that have none. */
export function insertLines(tx: Transaction, orders: readonly OrderLines[]): Promise<number> {
  return tx.execute(INSERT, [rowArray(rowsOf(orders))]);
}

function* rowsOf(orders: readonly OrderLines[]): Generator<readonly Field[]> {
  for (const { orderId, lines } of orders) {
    for (let i = 0; i < lines.length; i++) {
      const line = lines[i];
      if (line) yield [orderId, i + 1, line.sku, line.name, line.quantity, line.unitPrice, line.discount];
    }
  }
}
