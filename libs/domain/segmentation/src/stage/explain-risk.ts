import { formatDay } from '@orderweave/domain-ordering';
import type { RiskAssessment } from '../risk/assess-risk.js';
import { REASON, type Reason } from './reason.js';

/** The inputs of a risk: the silence, the gap and what would restore. `threshold` is that of the band that holds, or of `watch`. */
export function explainRisk(assessment: RiskAssessment): Reason[] {
  const band = assessment.thresholds[assessment.risk === 'healthy' ? 'watch' : assessment.risk];
  const reasons: Reason[] = [
    { name: REASON.risk, value: assessment.risk },
    { name: REASON.silence, value: assessment.silence, threshold: band.startsAtSilence, unit: 'days' },
    { name: REASON.typicalGap, value: round(assessment.typicalGap), unit: 'days' },
    { name: REASON.overdue, value: round(assessment.overdue), threshold: band.overdue, unit: 'gaps' },
    { name: REASON.lastPurchase, value: formatDay(assessment.lastPurchaseOn) },
  ];
  if (assessment.effective !== assessment.risk) reasons.push({ name: REASON.important, value: assessment.effective });
  const until = assessment.restoredByOrderUntil;
  if (until !== null) reasons.push({ name: REASON.restoredByOrderUntil, value: formatDay(until) });
  return reasons;
}

/** Two decimals: enough to show. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
