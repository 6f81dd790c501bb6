import type { Day } from '@orderweave/domain-ordering';
import { bandStarts } from '../risk/band-starts.js';
import { rhythmUntil } from '../risk/purchase-rhythm.js';
import type { RiskPolicy } from '../risk/risk-policy.js';
import type { GapModel } from '../rhythm/gap-model.js';

/** By what a silence is judged as of the end of a day. */
export interface SilenceTerms {
  asOf: Day;
  model: GapModel;
  policy: RiskPolicy;
}

/**
 * The day on which a silence as of `asOf` became, or would become, the band `lost`; null without a purchase day. The purchase days
 * ascend, those after `asOf` are left out.
 */
export function lostSince(purchaseDays: readonly Day[], { asOf, model, policy }: SilenceTerms): Day | null {
  const rhythm = rhythmUntil(purchaseDays, asOf);
  return rhythm && rhythm.last + bandStarts(rhythm, model, policy).lost;
}
