import { formatAmount, monthBounds, ratioOf, startOfDay } from '@orderweave/domain-ordering';
import { crossedAt, type Reason, type TierLadder } from '@orderweave/domain-segmentation';
import type { TenantMoment } from '../models/tenant-moment.js';
import type { PolicyStart } from '../policies/turn-policy.js';
import type { SegmentationPolicy } from '../policies/segmentation-policy.js';
import type { Change } from '../transitions/change.js';
import type { Crossing, MonthLadder } from './month-ladder.js';
import type { PublishedTier } from './month-tier.store.js';
import { payable } from './payable.js';
import { TIER_REASON } from './tier-reason.js';

/** What brought a batch's crossings about. */
export interface TierCause {
  readonly order?: string;
  /** When the order was revised, where that is what moved the ladder. */
  readonly revisedAt?: string | undefined;
  /** A policy that has come into force, in place of an order. */
  readonly policy?: PolicyStart;
  readonly traceparent?: string;
}

/** A crossing with the ladder that it happened on. */
export interface CausedCrossing {
  readonly ladder: MonthLadder;
  readonly crossing: Crossing;
  readonly cause: TierCause;
}

/** A published crossing as a transition: live while the month is open, restated after its close. */
export function tierChange(
  published: PublishedTier,
  { ladder: { ladder, policy }, crossing, cause }: CausedCrossing,
  moment: TenantMoment,
): Change {
  const { tenant, month, customerId, before, tier: after, changes, finalTier } = published;
  const { first, last } = monthBounds(month);
  const { order, traceparent } = cause;
  const restated = finalTier !== null;
  const monthEnd = startOfDay(last + 1, policy.timeZone);
  const closedAt = restated ? startOfDay(moment.policies.closeDay(month), policy.timeZone) : undefined;
  return {
    tenant,
    customerId,
    kind: 'tier',
    basis: restated ? 'restated' : 'live',
    month,
    from: before ?? (restated ? 'D' : null),
    to: after ?? (restated ? 'D' : null),
    effectiveAt: crossedAt({ now: cause.policy?.at ?? moment.now, monthEnd, closedAt }, cause.revisedAt),
    cause: cause.policy
      ? { type: 'policy', ref: cause.policy.version }
      : { type: 'order', ...(order && { ref: order }) },
    inputs: [
      ...tierReasons(ladder, crossing, policy),
      ...(restated ? [{ name: TIER_REASON.publishedTier, value: finalTier }] : []),
    ],
    restore: restorable(ladder, crossing),
    alertable: true,
    policyVersion: policy.version,
    orders: { since: first, until: last },
    version: changes,
    ...(traceparent && { traceparent }),
  };
}

function tierReasons(
  ladder: TierLadder,
  { customerId, amountBefore, amountAfter }: Crossing,
  policy: SegmentationPolicy,
): Reason[] {
  const { basis, cuts } = policy.resolvedTiers;
  const ahead = ladder.aheadOf(customerId);
  const amount: Reason = {
    name: TIER_REASON.netAmount,
    value: formatAmount(amountAfter),
    previous: formatAmount(amountBefore),
    unit: 'currency',
  };
  if (!ahead) return [amount, { name: TIER_REASON.orderingCustomers, value: ladder.size }];
  const [part, whole] =
    basis === 'rank' ? [BigInt(ahead.customers), BigInt(ladder.size)] : [ahead.amount, ladder.total];
  const share = ratioOf(part, whole);
  const cut = cuts.map(({ numerator, denominator }) => ratioOf(numerator, denominator));
  return [
    amount,
    { name: TIER_REASON.customersAhead, value: ahead.customers },
    { name: TIER_REASON.orderingCustomers, value: ladder.size },
    {
      name: TIER_REASON.shareAhead,
      value: Math.round(share * 1e4) / 1e4,
      threshold: share < cut[0]! ? cut[0]! : cut[1]!,
    },
  ];
}

function restorable(ladder: TierLadder, { customerId, tier, amountAfter }: Crossing): Record<string, string> {
  const restore: Record<string, string> = {};
  for (const better of ['A', 'B', 'C'] as const) {
    if (better === tier) break;
    const least = ladder.amountToReach(customerId, better, amountAfter);
    if (least !== null && least > 0n) restore[better] = payable(least);
  }
  return restore;
}
