import type { Day } from '@orderweave/domain-ordering';
import type { Reason } from '../stage/reason.js';
import type { SignalName } from './signal-policy.js';

/** A sign of trouble with one customer, as of a day. */
export interface Signal {
  signal: SignalName;
  /** The product, category or channel that it is about. */
  subject?: string;
  /** The day of the last order, if that shows it, or else the local day at whose midnight it began. */
  since: Day;
  /** The first day on which it is no longer said, should nothing be recorded. */
  until: Day;
  because: Reason[];
}

/** A signal that holds on the days from `since` to before `until`, should nothing be recorded. */
export interface SignalTerm extends Omit<Signal, 'because'> {
  /** The reasons as of a day of the term. */
  explain: (day: Day) => Reason[];
}

/** The names of a signal's reasons. */
export const SIGNAL_REASON = {
  subject: 'signal-subject',
  recentGap: 'recent-typical-gap',
  recentValue: 'recent-order-value',
  accident: 'chance-of-accident',
  lastWith: 'last-with-it',
  daysSince: 'days-since-it',
  daysWith: 'purchase-days-with-it',
  misses: 'purchase-days-without-it',
  usualGap: 'usual-gap',
  recentReturns: 'recent-returns',
  recentOrders: 'recent-orders',
  earlierReturns: 'earlier-returns',
  earlierOrders: 'earlier-orders',
  complaintOn: 'complaint-on',
  silenceAfterComplaint: 'days-without-order-after-complaint',
} as const;
