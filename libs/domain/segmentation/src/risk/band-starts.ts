import type { Day } from '@orderweave/domain-ordering';
import type { GapModel } from '../rhythm/gap-model.js';
import { TENANT_GAP_WEIGHT } from '../rhythm/gaps.js';
import { modelStarts } from './model-starts.js';
import type { PurchaseRhythm } from './purchase-rhythm.js';
import type { Risk, RiskBand, RiskPolicy } from './risk-policy.js';

/** For each band the least silence in whole days that it asks for. */
export type BandStarts = Record<RiskBand, number>;

/** The bands from worst to mildest: the first that has begun is the risk. */
export const BANDS: readonly RiskBand[] = ['lost', 'at-risk', 'watch'];

/** When each band begins for this rhythm: by the model of purchases, or else where u ≥ overdue and s ≥ silence. */
export function bandStarts(rhythm: PurchaseRhythm, model: GapModel, policy: RiskPolicy): BandStarts {
  if (model.churn) return modelStarts(rhythm, model.churn, policy);
  const { watch, 'at-risk': atRisk, lost } = policy.bands;
  return {
    watch: Math.max(watch.silence, daysToOverdue(watch.overdue, rhythm, model)),
    'at-risk': Math.max(atRisk.silence, daysToOverdue(atRisk.overdue, rhythm, model)),
    lost: Math.min(policy.lostAfter, Math.max(lost.silence, daysToOverdue(lost.overdue, rhythm, model))),
  };
}

/** The risk of a silence in whole days. */
export function riskOf(silence: number, starts: BandStarts): Risk {
  for (const band of BANDS) if (silence >= starts[band]) return band;
  return 'healthy';
}

/** Whether the tenant is too young on a day for alerts, and for judging who has bought little; with a model of purchases never. */
export function isYoungTenant(day: Day, model: GapModel, policy: RiskPolicy): boolean {
  return !model.churn && day < model.tenantFirstDay + policy.youngTenantDays;
}

/** What the risk of one customer on a day rests on. */
export interface RiskTerms {
  rhythm: PurchaseRhythm;
  model: GapModel;
  /** When the bands begin for this rhythm by this model; see `bandStarts`. */
  starts: BandStarts;
  policy: RiskPolicy;
}

/** The risk on a day not before the rhythm's last one. */
export function riskOn(day: Day, { rhythm, model, starts, policy }: RiskTerms): Risk {
  if (isYoungTenant(day, model, policy) && rhythm.days.length < policy.youngTenantPurchaseDays) return 'healthy';
  return riskOf(day - rhythm.last, starts);
}

/** Least whole s with s / g ≥ `times`: one division of exact numbers, so that a whole quotient stays whole (3 × 28 / 6 is 14, not 15). */
function daysToOverdue(times: number, { gaps, ownMedian }: PurchaseRhythm, { tenantMedianGap }: GapModel): number {
  if (gaps === 0) return Math.ceil(times * tenantMedianGap);
  const weighed = gaps * ownMedian + TENANT_GAP_WEIGHT * tenantMedianGap;
  return Math.ceil((times * weighed) / (gaps + TENANT_GAP_WEIGHT));
}
