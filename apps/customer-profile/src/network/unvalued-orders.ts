import { Counter } from 'prom-client';
import type { Statement } from './order-state.js';

const unvalued = new Counter({
  name: 'orderweave_orders_unvalued_total',
  help: 'Order revisions that were recorded without a value, for want of an exchange rate',
  labelNames: ['channel'],
});

/** Counts those of recorded statements that have no value. */
export function countUnvalued(statements: readonly Statement[]): void {
  for (const { order } of statements) if (order.value === undefined) unvalued.inc({ channel: order.channel });
}
