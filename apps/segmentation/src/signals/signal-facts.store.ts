import { goodsIn } from '@orderweave/contracts';
import { parseAmount, type Day } from '@orderweave/domain-ordering';
import { SIGNAL_ORDERS, type SignalFacts, type SignalOrder } from '@orderweave/domain-segmentation';
import { statement, textArray, type Transaction } from '@orderweave/postgres';
import { readFeedbackFacts } from '../feedback/customer-feedback.store.js';

// As much of the latest history as signals look back on, so that it costs no more as a history grows.
const ORDERS = statement(
  'signal-facts.orders',
  `SELECT a.customer_id, e.* FROM unnest($2::text[]) AS a (customer_id) CROSS JOIN LATERAL (
     SELECT order_key, placed_on, amount, purchase, returned, lines FROM ledger_entry l
      WHERE l.tenant = $1 AND l.customer_id = a.customer_id AND l.counts
      ORDER BY l.placed_on DESC LIMIT ${SIGNAL_ORDERS}) e ORDER BY a.customer_id, e.placed_on, e.order_key`,
);

interface OrderRow {
  customer_id: string;
  order_key: string;
  placed_on: Day;
  amount: string;
  purchase: boolean;
  returned: boolean;
  lines: string | null;
}

/** A document that signals look at, and which it is. */
export interface KeyedOrder extends SignalOrder {
  readonly key: string;
}

/** What signals are looked for in. */
export interface KeyedFacts extends SignalFacts {
  readonly orders: readonly KeyedOrder[];
}

/** The latest documents of customers, by id. */
export async function readSignalFacts(
  reader: Pick<Transaction, 'query'>,
  tenant: string,
  customerIds: readonly string[],
): Promise<Map<string, KeyedFacts>> {
  const orders = new Map<string, KeyedOrder[]>(customerIds.map((id) => [id, []]));
  const rows = await reader.query<OrderRow & Record<string, unknown>>(ORDERS, [tenant, textArray(customerIds)]);
  for (const row of rows) orders.get(row.customer_id)!.push(orderOf(row));
  const said = await readFeedbackFacts(reader, tenant, customerIds);
  return new Map([...orders].map(([id, list]) => [id, { orders: list, feedback: said.get(id) ?? [] }]));
}

function orderOf({ order_key: key, placed_on: placedOn, amount, purchase, returned, lines }: OrderRow): KeyedOrder {
  const channel = key.slice(0, key.indexOf('/'));
  return { key, placedOn, amount: parseAmount(amount), purchase, channel, returned, ...goodsIn(lines) };
}
