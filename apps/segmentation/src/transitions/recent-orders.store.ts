import { formatAmount, formatDay, parseAmount } from '@orderweave/domain-ordering';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import type { Change } from './change.js';

// Within a day any order is as telling as another: to sort them would read all that a busy customer ordered on it.
const RECENT = statement(
  'recent-orders.read',
  `SELECT t.ordinal::int AS ordinal, e.order_key, e.placed_on, e.amount
     FROM unnest($1::text[], $2::text[], $3::int[], $4::int[]) WITH ORDINALITY AS t (tenant, customer_id, since, until, ordinal)
    CROSS JOIN LATERAL (
      SELECT order_key, placed_on, amount FROM ledger_entry l
       WHERE l.tenant = t.tenant AND l.customer_id = t.customer_id AND l.counts AND l.placed_on BETWEEN t.since AND t.until
       ORDER BY placed_on DESC LIMIT 5) e`,
);

/** An order as a transition tells it. */
export interface OrderTold {
  order: string;
  placedOn: string;
  netAmount: string;
}

/** The last five orders that can have mattered to each change, newest first. */
export async function readRecentOrders(
  tx: Pick<Transaction, 'query'>,
  changes: readonly Change[],
): Promise<OrderTold[][]> {
  const rows = await tx.query<{ ordinal: number; order_key: string; placed_on: number; amount: string }>(RECENT, [
    textArray(changes.map((change) => change.tenant)),
    textArray(changes.map((change) => change.customerId)),
    plainArray(changes.map((change) => change.orders.since)),
    plainArray(changes.map((change) => change.orders.until)),
  ]);
  const told: OrderTold[][] = changes.map(() => []);
  for (const row of rows) {
    const netAmount = formatAmount(parseAmount(row.amount));
    told[row.ordinal - 1]!.push({ order: row.order_key, placedOn: formatDay(row.placed_on), netAmount });
  }
  return told;
}
