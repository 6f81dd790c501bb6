import { formatDay } from '@orderweave/domain-ordering';
import type { RiskAssessment, RiskChances } from '../risk/assess-risk.js';
import type { BandThreshold } from '../risk/risk-policy.js';
import { REASON, type Reason } from './reason.js';

/**
 * The inputs of a risk: the silence, by the model of purchases the chance of an order in the next 30 days, the best that it has been since
 * the last order and the share that is gone, the gap, and what would restore. `threshold` is that of the band that holds, or of `watch`.
 * Without a purchase day that counts there is none, which is all that is said.
 */
export function explainRisk(assessment: RiskAssessment | null): Reason[] {
  if (!assessment) return [{ name: REASON.purchaseDays, value: 0, unit: 'purchase-days' }];
  const { chances, typicalGap, overdue } = assessment;
  const band = assessment.thresholds[assessment.risk === 'healthy' ? 'watch' : assessment.risk];
  const reasons: Reason[] = [
    { name: REASON.risk, value: assessment.risk },
    { name: REASON.silence, value: assessment.silence, threshold: band.startsAtSilence, unit: 'days' },
    ...(chances ? chanceReasons(chances, band) : []),
    { name: REASON.typicalGap, value: round(typicalGap), unit: 'days' },
    { name: REASON.overdue, value: round(overdue), ...(!chances && { threshold: band.overdue }), unit: 'gaps' },
    { name: REASON.lastPurchase, value: formatDay(assessment.lastPurchaseOn) },
  ];
  if (assessment.effective !== assessment.risk) reasons.push({ name: REASON.important, value: assessment.effective });
  const until = assessment.restoredByOrderUntil;
  if (until !== null) reasons.push({ name: REASON.restoredByOrderUntil, value: formatDay(until) });
  return reasons;
}

function chanceReasons({ chance, peak, lost }: RiskChances, { q30, chanceLost }: BandThreshold): Reason[] {
  const limit = round(1 - q30);
  return [
    { name: REASON.orderChance, value: roundBeside(chance, limit), threshold: limit, unit: 'share' },
    { name: REASON.bestOrderChance, value: round(peak), unit: 'share' },
    { name: REASON.chanceLost, value: roundBeside(lost, chanceLost), threshold: chanceLost, unit: 'share' },
  ];
}

/** Two decimals, or as many more (up to six) as it takes to tell a value from the limit that it is on one side of. */
export function roundBeside(value: number, limit: number): number {
  for (let unit = 100; unit <= 1e6; unit *= 10) {
    const rounded = Math.round(value * unit) / unit;
    if (rounded !== limit) return rounded;
  }
  return limit;
}

/** Two decimals: enough to show. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
