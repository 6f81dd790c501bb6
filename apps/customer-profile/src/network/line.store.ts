import type { RecordedLine } from '@orderweave/contracts';
import { formatAmount, multiplyAmounts, parseAmount } from '@orderweave/domain-ordering';
import { plainArray, statement, type Transaction, rowArray, type Field } from '@orderweave/postgres';

const REMOVE = statement('line.remove', 'DELETE FROM order_line WHERE order_id = ANY($1::bigint[])');
const INSERT = statement('line.insert', 'INSERT INTO order_line SELECT * FROM unnest($1::order_line[])');
const READ = statement(
  'line.read',
  `SELECT order_id::text, sku, category, quantity::text, unit_price::text, discount::text FROM order_line
    WHERE order_id = ANY($1::bigint[]) ORDER BY order_id, line_no`,
);

/** Lines of one order. */
export interface OrderLines {
  readonly orderId: number;
  readonly lines: readonly RecordedLine[];
}

/** Takes away all lines of orders. */
export function removeLines(tx: Transaction, orderIds: readonly number[]): void {
  tx.write(REMOVE, [plainArray(orderIds)]);
}

/** Writes lines of orders that have none. */
export function insertLines(tx: Transaction, orders: readonly OrderLines[]): void {
  tx.write(INSERT, [rowArray(rowsOf(orders))]);
}

/** A line as activities tell it. */
export type ToldLine = Pick<RecordedLine, 'sku' | 'category' | 'quantity' | 'amount'>;

/** The lines of orders, by order id, each list in its order. */
export async function readLines(tx: Transaction, orderIds: readonly number[]): Promise<Map<number, ToldLine[]>> {
  const lines = new Map<number, ToldLine[]>(orderIds.map((id) => [id, []]));
  if (orderIds.length === 0) return lines;
  for (const row of await tx.query<LineRow>(READ, [plainArray(orderIds)]))
    lines.get(Number(row.order_id))?.push(lineOf(row));
  return lines;
}

type LineRow = {
  order_id: string;
  sku: string;
  category: string | null;
  quantity: string;
  unit_price: string;
  discount: string;
};

function lineOf({ sku, category, quantity, unit_price: price, discount }: LineRow): ToldLine {
  const amount = multiplyAmounts(parseAmount(quantity), parseAmount(price)) - parseAmount(discount);
  return { sku, ...(category !== null && { category }), quantity, amount: formatAmount(amount) };
}

function* rowsOf(orders: readonly OrderLines[]): Generator<readonly Field[]> {
  for (const { orderId, lines } of orders) {
    for (let i = 0; i < lines.length; i++) {
      const line = lines[i];
      if (line)
        yield [orderId, i + 1, line.sku, line.name, line.quantity, line.unitPrice, line.discount, line.category];
    }
  }
}
