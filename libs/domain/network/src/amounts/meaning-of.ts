import type { Activity } from '@orderweave/contracts';
import { parseAmount } from '@orderweave/domain-ordering';
import type { OrderFacts } from './order-facts.js';

/** What a document contributes to its customer. */
export type Meaning = Pick<Activity, 'netAmount' | 'counts' | 'purchase' | 'intent'>;

const INTENT: ReadonlySet<string> = new Set(['cart', 'inquiry', 'draft', 'quote']);

/**
 * What a document means given its net amount. It counts if its status does and its value is known; a credit note that names an order
 * never does by itself, since that order's amount falls. A purchase is a counted order, at 0.00 too, unless it was refunded away.
 */
export function meaningOf(order: Omit<OrderFacts, 'refunds'>, net: string | undefined): Meaning {
  const isOrder = order.kind === 'order';
  const intent = isOrder && INTENT.has(order.status);
  const attached = !isOrder && order.refundsOrder !== undefined;
  if (!order.counts || net === undefined || order.value === undefined || attached) {
    return { netAmount: '0', counts: false, purchase: false, intent };
  }
  return { netAmount: net, counts: true, purchase: isOrder && !isRefundedAway(order.value, net), intent };
}

function isRefundedAway(value: string, net: string): boolean {
  if (value === net) return false;
  const left = parseAmount(net);
  return left <= 0n && left < parseAmount(value);
}
