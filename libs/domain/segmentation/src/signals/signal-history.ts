import type { Amount, Day } from '@orderweave/domain-ordering';
import { distinctDays, gapsOf } from '../rhythm/gaps.js';
import { feedbackKnown, ordersKnown, type FactFeedback, type FactOrder } from '../segments/customer-facts.js';

/** An order as signals see it. */
export interface SignalOrder extends FactOrder {
  /** Whether goods of it were given back. */
  returned?: boolean;
}

/** What is known of a customer; lists ascend by day. */
export interface SignalFacts {
  orders: readonly SignalOrder[];
  feedback: readonly FactFeedback[];
}

/** What signals look at, as of the end of a day. */
export interface SignalHistory {
  /** Orders that make a purchase day, ascending; one followed by a free-standing credit note before the next counts as returned. */
  purchases: readonly (FactOrder & { returned: boolean })[];
  /** Distinct purchase days, ascending; never empty. */
  days: readonly Day[];
  gaps: readonly number[];
  last: Day;
  complaints: readonly Day[];
  /** The first day on which no signal is given any more, should nothing be recorded. */
  end: Day;
}

/** Documents that signals look back on at most, the latest ones: what a customer did before those says nothing of its habits. */
export const SIGNAL_ORDERS = 500;

/** The history up to a day; null before the first purchase day. */
export function historyUntil(facts: SignalFacts, day: Day, endAfterSilence: number): SignalHistory | null {
  const purchases: (FactOrder & { returned: boolean })[] = [];
  for (const order of ordersKnown(facts, day).slice(-SIGNAL_ORDERS) as readonly SignalOrder[]) {
    const before = purchases.at(-1);
    if (order.purchase) purchases.push({ ...order, returned: order.returned ?? false });
    else if (before && isCreditNote(order.amount)) before.returned = true;
  }
  const days = distinctDays(purchases.map(({ placedOn }) => placedOn));
  const last = days.at(-1);
  if (last === undefined) return null;
  const complaints = feedbackKnown(facts, day)
    .filter(({ kind }) => kind === 'complaint')
    .map(({ on }) => on);
  return { purchases, days, gaps: gapsOf(days), last, complaints, end: last + endAfterSilence };
}

function isCreditNote(amount: Amount): boolean {
  return amount < 0n;
}
