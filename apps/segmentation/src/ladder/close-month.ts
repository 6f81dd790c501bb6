import {
  addMonths,
  formatAmount,
  monthBounds,
  monthOf,
  parseAmount,
  ratioOf,
  startOfDay,
  type Amount,
  type Month,
} from '@orderweave/domain-ordering';
import { classifyClose, resolveTierPolicy, type Reason } from '@orderweave/domain-segmentation';
import type { Transaction } from '@orderweave/postgres';
import type { TenantMoment } from '../models/tenant-moment.js';
import type { TenantTimeline } from '../policies/policy-directory.js';
import type { Change } from '../transitions/change.js';
import { watchPace } from '../windows/pace.store.js';
import type { ClosedMonth } from './customer-marks.store.js';
import {
  freezeTiers,
  readFinalChanges,
  saveMonthClose,
  type FinalChange,
  type MonthClose,
  type TierSummary,
} from './month-close.store.js';
import { payable } from './payable.js';
import { rankingValues } from './ranking.js';
import { TIER_REASON } from './tier-reason.js';
import type { TransitionTeller } from './transition-teller.js';
import type { TurningDay } from './turn-day.js';

/** A day on which months close. */
interface ClosingDay extends TurningDay {
  readonly policies: TenantTimeline;
}

/** Freezes a month's tiers and tells who stands otherwise than in the month before; who is important by it is marked by the caller. */
export async function closeMonth(
  tx: Transaction,
  { policies, now, day }: ClosingDay,
  month: Month,
  teller: TransitionTeller,
): Promise<ClosedMonth> {
  const { last } = monthBounds(month);
  const closedOn = policies.closeDay(month);
  const policy = policies.at(closedOn);
  const { tenant, tiers: tierPolicy, timeZone, version } = policy;
  const previous = addMonths(month, -1);
  const tiers = await freezeTiers(tx, { tenant, month, lastDay: last }, rankingValues(tierPolicy));
  const ordering = tiers.filter(({ tier }) => tier !== 'D');
  const close: MonthClose = {
    tenant,
    month,
    closedOn,
    closedAt: startOfDay(closedOn, timeZone),
    orderingCustomers: ordering.reduce((sum, { customers }) => sum + customers, 0),
    total: formatAmount(ordering.reduce((sum, { amount }) => sum + parseAmount(amount), 0n)),
    tiers,
    policy: tierPolicy,
    policyVersion: version,
  };
  await saveMonthClose(tx, close);
  const next = addMonths(month, 1);
  // A month that was loaded late closes when its pace is no longer of use.
  if (monthOf(day) === next) {
    const dueOn = monthBounds(next).first + policy.pace.fromDay - 1;
    await watchPace(tx, { tenant, closed: month, month: next, dueOn });
  }
  const moments = new Map<string, TenantMoment>([[tenant, { policy, policies, now, day: closedOn, models: [] }]]);
  for await (const changes of readFinalChanges(tx, { tenant, month, previous })) {
    await teller.tell(
      changes.map((change) => finalChange(change, close)),
      moments,
    );
  }
  return { month, previous, closedOn };
}

function finalChange(change: FinalChange, close: MonthClose): Change {
  const { tenant, month, closedAt } = close;
  const label = classifyClose(change.before, change.after);
  return {
    tenant,
    customerId: change.customer_id,
    kind: 'tier',
    basis: 'final',
    month,
    from: change.before,
    to: change.after,
    ...(label && { label }),
    effectiveAt: closedAt,
    cause: { type: 'month-close', ref: month },
    inputs: finalReasons(change, close),
    restore: missingAmounts(change, close),
    alertable: true,
    // The orders of both months: after a stop those of the month before are the ones to speak of.
    orders: { since: monthBounds(addMonths(month, -1)).first, until: monthBounds(month).last },
    version: 0,
  };
}

/** What was missing to each better tier: to A and B the least amount of those who have it, to C any. */
function missingAmounts({ after, amount_after }: FinalChange, { tiers }: MonthClose): Record<string, string> {
  const own = parseAmount(amount_after);
  const restore: Record<string, string> = {};
  for (const better of ['A', 'B', 'C'] as const) {
    if (better === after) break;
    const lowest = better === 'C' ? 1n : tiers.filter(({ tier }) => tier === better).map(lowestOf)[0];
    if (lowest !== undefined) restore[better] = payable(lowest - own);
  }
  return restore;
}

const lowestOf = ({ lowest }: TierSummary): Amount => parseAmount(lowest);

function finalReasons({ ahead, amount_before, amount_after }: FinalChange, close: MonthClose): Reason[] {
  const customers = close.orderingCustomers;
  const amount: Reason = {
    name: TIER_REASON.netAmount,
    value: formatAmount(parseAmount(amount_after)),
    previous: formatAmount(parseAmount(amount_before)),
    unit: 'currency',
  };
  if (ahead === null) return [amount, { name: TIER_REASON.orderingCustomers, value: customers }];
  const reasons: Reason[] = [
    amount,
    { name: TIER_REASON.customersAhead, value: ahead },
    { name: TIER_REASON.orderingCustomers, value: customers },
  ];
  const { basis, cuts } = resolveTierPolicy(close.policy);
  if (basis !== 'rank') return reasons;
  const share = ahead / customers;
  const [a, b] = cuts.map(({ numerator, denominator }) => ratioOf(numerator, denominator));
  return [
    ...reasons,
    { name: TIER_REASON.shareAhead, value: Math.round(share * 1e4) / 1e4, threshold: share < a! ? a! : b! },
  ];
}
