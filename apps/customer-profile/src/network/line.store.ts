import type { RecordedLine } from '@orderweave/contracts';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';

const REMOVE = statement('line.remove', 'DELETE FROM order_line WHERE order_id = ANY($1::bigint[])');
const INSERT = statement(
  'line.insert',
  `INSERT INTO order_line (order_id, line_no, sku, name, quantity, unit_price, discount)
   SELECT * FROM unnest($1::bigint[], $2::smallint[], $3::text[], $4::text[], $5::numeric[], $6::numeric[], $7::numeric[])`,
);

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
  const ids: number[] = [];
  const numbers: number[] = [];
  const lines: RecordedLine[] = [];
  for (const order of orders) {
    order.lines.forEach((line, index) => {
      ids.push(order.orderId);
      numbers.push(index + 1);
      lines.push(line);
    });
  }
  return tx.execute(INSERT, [
    plainArray(ids),
    plainArray(numbers),
    textArray(lines.map(({ sku }) => sku)),
    textArray(lines.map(({ name }) => name)),
    plainArray(lines.map(({ quantity }) => quantity)),
    plainArray(lines.map(({ unitPrice }) => unitPrice)),
    plainArray(lines.map(({ discount }) => discount)),
  ]);
}
