import { round } from '../stage/explain-risk.js';
import { chanceOfReturns } from './chance-of-misses.js';
import { SIGNAL_REASON, type SignalTerm } from './signal.js';
import type { SignalHistory } from './signal-history.js';
import type { SignalPolicy } from './signal-policy.js';

/**
 * Returns rise: of the latest 5 orders 2 or more were returned, and given the returns among the 5 to 20 orders before that is at most 2 %
 * likely (`chanceOfReturns`). An order is returned when goods of it were refunded or a credit note of its own came before the next
 * order. (Numbers are those of the default policy.)
 */
export function findReturnsSignal(history: SignalHistory, { returns: policy }: SignalPolicy): SignalTerm[] {
  const recent = history.purchases.slice(-policy.recent);
  const earlier = history.purchases.slice(-policy.recent - policy.earlierMost, -policy.recent);
  if (recent.length < policy.recent || earlier.length < policy.earlierLeast) return [];
  const [now, before] = [recent, earlier].map((orders) => orders.filter(({ returned }) => returned).length) as [
    number,
    number,
  ];
  const chance = chanceOfReturns(now, recent.length, before, earlier.length);
  if (now < policy.returnsLeast || chance > policy.accident) return [];
  const reasons = [
    { name: SIGNAL_REASON.recentReturns, value: now, threshold: policy.returnsLeast, unit: 'orders' },
    { name: SIGNAL_REASON.recentOrders, value: recent.length, unit: 'orders' },
    { name: SIGNAL_REASON.earlierReturns, value: before, unit: 'orders' },
    { name: SIGNAL_REASON.earlierOrders, value: earlier.length, unit: 'orders' },
    {
      name: SIGNAL_REASON.accident,
      value: round(chance * 100),
      threshold: round(policy.accident * 100),
      unit: 'percent',
    },
  ];
  return [{ signal: 'returns-rise', since: history.last, until: history.end, explain: () => reasons }];
}
