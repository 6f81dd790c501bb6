import { ORDER_STATUSES, type OrderSubmission } from '@orderweave/contracts';
import {
  localDay,
  monthOf,
  multiplyAmounts,
  parseAmount,
  type Amount,
  type Day,
  type Month,
} from '@orderweave/domain-ordering';
import type { SimulatedMessage } from '../orders/simulated-message.js';
import type { SimulatedCustomer } from '../population/draw-customer.js';

/** A customer as it really is. */
export interface TrueCustomer extends Pick<
  SimulatedCustomer,
  'index' | 'name' | 'owner' | 'lambda' | 'dropout' | 'identities'
> {
  /** Erlang shape of its gaps. */
  k: number;
  /** Days of its purchases, ascending; a day twice for two purchases. Empty for a mere prospect. */
  purchaseDays: readonly Day[];
  /** The day after which it never buys again; null while it still buys. */
  deathDay: Day | null;
}

/** The newest revision of an order, of all that were sent. */
export interface FinalOrder {
  customer: number | null;
  order: OrderSubmission;
}

/** What a perfect observer knows once the days so far were sent. */
export interface Truth {
  customers: readonly TrueCustomer[];
  /** By `<channel>/<external id>`. */
  orders: ReadonlyMap<string, FinalOrder>;
}

const COUNTING = new Set(['placed', 'paid', 'fulfilled', 'completed']);

/** Keeps the newest revision of every well-formed order sent. */
export function keepNewest(orders: Map<string, FinalOrder>, message: SimulatedMessage): void {
  if (message.kind === 'malformed') return;
  const order = message.body as OrderSubmission;
  const key = `${order.channel}/${order.externalId}`;
  const known = orders.get(key);
  if (!known || newer(order, known.order)) orders.set(key, { customer: message.customer, order });
}

function newer(a: OrderSubmission, b: OrderSubmission): boolean {
  const later = Date.parse(a.updatedAt ?? a.placedAt) - Date.parse(b.updatedAt ?? b.placedAt);
  return later === 0 ? rankOf(a) > rankOf(b) : later > 0;
}

function rankOf(order: OrderSubmission): number {
  return ORDER_STATUSES.indexOf(order.status ?? 'placed');
}

/** Net amount (goods after discounts and refunds) of every customer in every month in which a counted document of it lies. */
export function netAmounts(truth: Truth, timeZone: string): Map<number, Map<Month, Amount>> {
  const amounts = new Map<number, Map<Month, Amount>>();
  for (const { customer, order } of truth.orders.values()) {
    const dated = order.refundsOrder ? truth.orders.get(`${order.channel}/${order.refundsOrder}`)?.order : order;
    // A credit note for an order that is unknown or void has nothing to take back.
    if (
      customer === null ||
      !dated ||
      !COUNTING.has(order.status ?? 'placed') ||
      !COUNTING.has(dated.status ?? 'placed')
    )
      continue;
    const month = monthOf(localDay(Date.parse(dated.placedAt), timeZone));
    let months = amounts.get(customer);
    if (!months) amounts.set(customer, (months = new Map()));
    months.set(month, (months.get(month) ?? 0n) + goodsAmount(order));
  }
  return amounts;
}

/** Goods of one document after discounts and refunds; negative for a credit note. */
export function goodsAmount(order: OrderSubmission): Amount {
  let amount = 0n;
  for (const line of order.lines) {
    amount +=
      multiplyAmounts(parseAmount(line.quantity), parseAmount(line.unitPrice)) - parseAmount(line.discount ?? 0);
  }
  for (const refund of order.refunds ?? []) amount -= parseAmount(refund.amount);
  return amount;
}
