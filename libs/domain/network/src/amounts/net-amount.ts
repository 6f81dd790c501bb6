import { formatAmount, parseAmount } from '@orderweave/domain-ordering';
import type { CreditNote, OrderFacts } from './order-facts.js';

/**
 * Value minus refunds, in the base currency; undefined while the order has no value. Refunds form a set by id: those that the order
 * itself lists, and the credit notes that name it, each under its external id; where both tell of one refund, the note says how much.
 * Notes that do not count (cancelled, draft) or have no value yet refund nothing.
 */
export function netAmount(order: OrderFacts, creditNotes: readonly CreditNote[]): string | undefined {
  if (order.value === undefined) return undefined;
  if (order.kind === 'credit-note' || (order.refunds.length === 0 && creditNotes.length === 0)) return order.value;
  const refunds = new Map(order.refunds.map(({ id, amount }) => [id, parseAmount(amount)]));
  for (const { externalId, counts, value } of creditNotes) {
    if (counts && value !== undefined) refunds.set(externalId, -parseAmount(value));
  }
  let net = parseAmount(order.value);
  for (const amount of refunds.values()) net -= amount;
  return formatAmount(net);
}
