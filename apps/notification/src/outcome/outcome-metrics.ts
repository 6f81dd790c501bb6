import { formatAmount, type Amount } from '@orderweave/domain-ordering';
import { Counter } from 'prom-client';
import type { ChangedOutcome } from './settle/settle-outcomes.js';

const labelNames = ['rule', 'currency'] as const;

/** What alerts brought in; labels are bounded by the rules and the tenants' base currencies. What is taken back is counted apart. */
export const outcomeMetrics = {
  orders: new Counter({ name: 'orderweave_recovered_orders_total', help: 'Orders credited to alerts', labelNames }),
  amount: new Counter({
    name: 'orderweave_recovered_amount_total',
    help: 'Net amount credited to alerts, in the base currency',
    labelNames,
  }),
  ordersTakenBack: new Counter({
    name: 'orderweave_recovered_orders_taken_back_total',
    help: 'Orders that were credited to alerts and no longer are: cancelled, refunded or credited to a later alert',
    labelNames,
  }),
  amountTakenBack: new Counter({
    name: 'orderweave_recovered_amount_taken_back_total',
    help: 'Net amount that was credited to alerts and no longer is',
    labelNames,
  }),
};

/** Counts what outcomes gained and lost. */
export function countOutcomes(changed: readonly ChangedOutcome[]): void {
  for (const { before, outcome } of changed) {
    const currency = outcome.currency ?? before.outcome.currency;
    if (currency === null) continue;
    const labels = { rule: before.rule, currency };
    const orders = outcome.creditedOrders - before.outcome.creditedOrders;
    const amount = outcome.creditedAmount - before.outcome.creditedAmount;
    if (orders !== 0)
      (orders > 0 ? outcomeMetrics.orders : outcomeMetrics.ordersTakenBack).inc(labels, Math.abs(orders));
    if (amount > 0n) outcomeMetrics.amount.inc(labels, plain(amount));
    if (amount < 0n) outcomeMetrics.amountTakenBack.inc(labels, plain(-amount));
  }
}

function plain(amount: Amount): number {
  return Number(formatAmount(amount));
}
