import { formatDay } from '@orderweave/domain-ordering';
import { median } from '../rhythm/gaps.js';
import { SIGNAL_REASON, type SignalTerm } from './signal.js';
import type { SignalHistory } from './signal-history.js';
import type { SignalPolicy } from './signal-policy.js';

/**
 * A complaint without a follow-up order: since the customer's latest complaint it has not ordered on a later day, for 14 days and 2 of its own
 * median gaps, both. After 180 days, and with an order, it is no longer said. (Numbers are those of the default policy.)
 */
export function findComplaintSignal(history: SignalHistory, { complaint: policy }: SignalPolicy): SignalTerm[] {
  const on = history.complaints.at(-1);
  if (on === undefined || history.last > on) return [];
  const gaps = history.gaps.length === 0 ? 0 : policy.gaps * median(history.gaps);
  const wait = Math.max(policy.days, Math.ceil(gaps));
  const until = on + policy.forgottenAfter;
  if (on + wait >= until) return [];
  const explain: SignalTerm['explain'] = (day) => [
    { name: SIGNAL_REASON.complaintOn, value: formatDay(on) },
    { name: SIGNAL_REASON.silenceAfterComplaint, value: day - on, threshold: wait, unit: 'days' },
  ];
  return [{ signal: 'complaint-unanswered-by-order', since: on + wait, until, explain }];
}
