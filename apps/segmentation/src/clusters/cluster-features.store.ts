import { goodsIn } from '@orderweave/contracts';
import { parseAmount, type Day } from '@orderweave/domain-ordering';
import { clusterFeaturesOf, type FactOrder, type FeatureValues } from '@orderweave/domain-segmentation';
import { statement, textArray, type Statement, type Transaction } from '@orderweave/postgres';
import { unpackHistory } from '../ledger/history-text.js';

type Reader = Pick<Transaction, 'query'>;

// By a hash of the id: the same customers week after week, however many there are.
const DRAWN = statement(
  'cluster-features.drawn',
  `SELECT customer_id, history FROM customer WHERE tenant = $1 AND known_since <= $2 ORDER BY md5(customer_id) LIMIT $3`,
);
const PAGE = statement(
  'cluster-features.page',
  `SELECT customer_id, history FROM customer WHERE tenant = $1 AND customer_id > $2 ORDER BY tenant, customer_id LIMIT $3`,
);
const ORDERS = statement(
  'cluster-features.orders',
  `SELECT customer_id, placed_on, amount, purchase, lines FROM ledger_entry
    WHERE tenant = $1 AND customer_id = ANY($2::text[]) AND placed_on > $3 AND placed_on <= $4 AND counts
    ORDER BY customer_id, placed_on`,
);
/** Days that features look back on. */
const YEAR = 365;
/** Customers whose orders are held at a time. */
const AT_A_TIME = 1_000;
/** Customers that clusters are fitted to: more would move their centres no further. */
const MOST_CUSTOMERS = 20_000;

interface CustomerRow {
  customer_id: string;
  history: string;
}

interface OrderRow {
  customer_id: string;
  placed_on: Day;
  amount: string;
  purchase: boolean;
  lines: string | null;
}

/** The features of a tenant's customers, or of 20,000 of them, as of the end of a day. */
export async function readDrawnFeatures(reader: Reader, tenant: string, asOf: Day): Promise<FeatureValues[]> {
  const drawn = await readCustomers(reader, DRAWN, [tenant, asOf, MOST_CUSTOMERS]);
  const features: FeatureValues[] = [];
  for (let from = 0; from < drawn.length; from += AT_A_TIME) {
    const read = await featuresOf(reader, { tenant, asOf }, drawn.slice(from, from + AT_A_TIME));
    for (const values of read.values()) if (values) features.push(values);
  }
  return features;
}

/** The features of the next customers by id as of the end of a day; null for those without an order in the year before it. */
export async function readFeaturesPage(
  reader: Reader,
  of: { tenant: string; asOf: Day },
  after: string,
): Promise<Map<string, FeatureValues | null>> {
  return featuresOf(reader, of, await readCustomers(reader, PAGE, [of.tenant, after, AT_A_TIME]));
}

/** Whether a page was the last one. */
export function isLastPage(page: ReadonlyMap<string, unknown>): boolean {
  return page.size < AT_A_TIME;
}

function readCustomers(reader: Reader, query: Statement, values: readonly unknown[]): Promise<CustomerRow[]> {
  return reader.query<CustomerRow & Record<string, unknown>>(query, values);
}

async function featuresOf(
  reader: Reader,
  { tenant, asOf }: { tenant: string; asOf: Day },
  customers: readonly CustomerRow[],
): Promise<Map<string, FeatureValues | null>> {
  const ids = textArray(customers.map(({ customer_id }) => customer_id));
  const orders = new Map<string, FactOrder[]>(customers.map((row) => [row.customer_id, longAgo(row, asOf)]));
  const rows = await reader.query<OrderRow & Record<string, unknown>>(ORDERS, [tenant, ids, asOf - YEAR, asOf]);
  for (const row of rows) orders.get(row.customer_id)!.push(orderOf(row));
  return new Map([...orders].map(([id, list]) => [id, clusterFeaturesOf({ orders: list }, asOf)]));
}

/** The first purchase where it is older than the orders that are read: it tells the customer's age. */
function longAgo({ history }: CustomerRow, asOf: Day): FactOrder[] {
  const [first] = unpackHistory(history).ledger.purchaseDays;
  if (first === undefined || first > asOf - YEAR) return [];
  return [{ placedOn: first, amount: 0n, purchase: true, channel: '', products: [], categories: [] }];
}

function orderOf({ placed_on: placedOn, amount, purchase, lines }: OrderRow): FactOrder {
  return { placedOn, amount: parseAmount(amount), purchase, channel: '', ...goodsIn(lines) };
}
