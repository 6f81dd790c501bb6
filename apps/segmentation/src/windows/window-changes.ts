import { formatAmount, formatDay, parseAmount, ratioOf, type Amount } from '@orderweave/domain-ordering';
import { resolveValueCuts, VALUE_BANDS, type Reason, type RfmScore } from '@orderweave/domain-segmentation';
import { payable } from '../ladder/payable.js';
import type { TenantMoment } from '../models/tenant-moment.js';
import type { Change, ChangeCause } from '../transitions/change.js';
import type { PublishedStanding } from './standing.store.js';
import type { WindowLadders } from './window-ladders.js';
import { WINDOW_REASON } from './window-reason.js';

/** What brought a customer's change of standing about, and when it became true. */
export interface WindowOccasion {
  readonly cause: ChangeCause;
  /** Epoch milliseconds. */
  readonly effectiveAt: number;
  readonly traceparent?: string;
  /** The net amount before, where that changed as well. */
  readonly netBefore?: Amount;
}

/** A published standing as transitions: one for the band and one for the group, where they changed. */
export function windowChanges(
  published: PublishedStanding,
  ladders: WindowLadders,
  moment: TenantMoment,
  occasion: WindowOccasion,
): Change[] {
  const { policy, day } = moment;
  const { cause, effectiveAt, traceparent } = occasion;
  const change = (kind: 'value-band' | 'rfm', from: string | null, to: string | null, inputs: Reason[]): Change => ({
    tenant: policy.tenant,
    customerId: published.customer_id,
    kind,
    from,
    to,
    effectiveAt,
    cause,
    inputs,
    alertable: true,
    policyVersion: policy.version,
    orders: { since: day - policy.value.windowDays + 1, until: day },
    version: published.changes,
    ...(traceparent && { traceparent }),
  });
  const changes: Change[] = [];
  const { band_before, band_after, group_before, group_after } = published;
  if (band_before !== band_after) {
    const banded = change('value-band', band_before, band_after, bandReasons(published, ladders, occasion));
    changes.push({ ...banded, restore: restorable(published, ladders) });
  }
  if (group_before !== group_after) {
    changes.push(change('rfm', group_before, group_after, groupReasons(published, ladders, occasion)));
  }
  return changes;
}

function bandReasons(
  published: PublishedStanding,
  { value, policy }: WindowLadders,
  { netBefore }: WindowOccasion,
): Reason[] {
  const reasons: Reason[] = [
    amountReason(published, netBefore),
    { name: WINDOW_REASON.windowDays, value: policy.value.windowDays, unit: 'days' },
  ];
  const ahead = value.aheadOf(published.customer_id);
  if (!ahead) return [...reasons, { name: WINDOW_REASON.valuedCustomers, value: value.size }];
  const share = ahead.customers / value.size;
  const [high, mid] = resolveValueCuts(policy.value).cuts.map((cut) => ratioOf(cut.numerator, cut.denominator));
  return [
    ...reasons,
    { name: WINDOW_REASON.customersAhead, value: ahead.customers },
    { name: WINDOW_REASON.valuedCustomers, value: value.size },
    { name: WINDOW_REASON.shareAhead, value: Math.round(share * 1e4) / 1e4, threshold: share < high! ? high! : mid! },
  ];
}

function groupReasons(
  published: PublishedStanding,
  { rfm, policy }: WindowLadders,
  { netBefore }: WindowOccasion,
): Reason[] {
  const { r, f, m, r_before, f_before, m_before, last_purchase_on, purchase_days } = published;
  const score = (name: string, value: RfmScore | null, previous: RfmScore | null): Reason[] =>
    value === null ? [] : [{ name, value, ...(previous !== null && { previous }) }];
  return [
    ...score(WINDOW_REASON.recency, r, r_before),
    ...score(WINDOW_REASON.frequency, f, f_before),
    ...score(WINDOW_REASON.monetary, m, m_before),
    ...(last_purchase_on === null ? [] : [{ name: WINDOW_REASON.lastPurchase, value: formatDay(last_purchase_on) }]),
    { name: WINDOW_REASON.purchaseDays, value: purchase_days, unit: 'purchase-days' },
    amountReason(published, netBefore),
    { name: WINDOW_REASON.windowDays, value: policy.value.windowDays, unit: 'days' },
    { name: WINDOW_REASON.scoredCustomers, value: rfm.size },
  ];
}

function amountReason({ net_amount }: PublishedStanding, before: Amount | undefined): Reason {
  const value = parseAmount(net_amount);
  return {
    name: WINDOW_REASON.netAmount,
    value: formatAmount(value),
    ...(before !== undefined && before !== value && { previous: formatAmount(before) }),
    unit: 'currency',
  };
}

function restorable(published: PublishedStanding, { value }: WindowLadders): Record<string, string> {
  const restore: Record<string, string> = {};
  for (const band of VALUE_BANDS) {
    if (band === published.band_after) break;
    const least = value.amountToReach(published.customer_id, band, parseAmount(published.net_amount));
    if (least !== null && least > 0n) restore[band] = payable(least);
  }
  return restore;
}
