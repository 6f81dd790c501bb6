import { formatAmount, multiplyAmounts, parseAmount, type Amount } from '@orderweave/domain-ordering';
import { ranksHigher } from './rank-shift.js';
import { SIGNAL_REASON, type SignalTerm } from './signal.js';
import type { SignalHistory } from './signal-history.js';
import type { SignalPolicy } from './signal-policy.js';

/**
 * The order value shrinks: the net amounts of the latest 4 purchase days rank below those of the 6 to 12 before (`ranksHigher`, accident
 * 1 %) and their median is 0.7 of theirs or less. (Numbers are those of the default policy.)
 */
export function findValueSignal(history: SignalHistory, { value: policy }: SignalPolicy): SignalTerm[] {
  const amounts = amountsByDay(history);
  const recent = amounts.slice(-policy.recent);
  const earlier = amounts.slice(-policy.recent - policy.earlierMost, -policy.recent);
  if (recent.length < policy.recent || earlier.length < policy.earlierLeast) return [];
  const [now, before] = [lowerMedian(recent), lowerMedian(earlier)];
  const threshold = multiplyAmounts(before, parseAmount(policy.ratio));
  if (now > threshold) return [];
  const falling = (amount: Amount): number => -Number(amount);
  if (!ranksHigher(recent.map(falling), earlier.map(falling), policy.accident)) return [];
  const reason = {
    name: SIGNAL_REASON.recentValue,
    value: formatAmount(now),
    previous: formatAmount(before),
    threshold: formatAmount(threshold),
    unit: 'currency',
  };
  return [{ signal: 'value-shrinks', since: history.last, until: history.end, explain: () => [reason] }];
}

/** The net amount of each purchase day, in order. */
function amountsByDay({ purchases, days }: SignalHistory): Amount[] {
  const sums = new Map<number, Amount>(days.map((day) => [day, 0n]));
  for (const { placedOn, amount } of purchases) sums.set(placedOn, sums.get(placedOn)! + amount);
  return [...sums.values()];
}

/** The middle amount, the lesser of two. */
function lowerMedian(amounts: readonly Amount[]): Amount {
  const sorted = amounts.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return sorted[(sorted.length - 1) >> 1]!;
}
