import type { Day } from '@orderweave/domain-ordering';
import { bandStarts, riskOn } from '../risk/band-starts.js';
import { rhythmUntil } from '../risk/purchase-rhythm.js';
import type { RiskPolicy } from '../risk/risk-policy.js';
import { modelAt, type GapModel } from '../rhythm/gap-model.js';

/**
 * The latest purchase day from `since` on that ended `churned`, among distinct ascending `days`; null if none did.
 * Judged as it was then: on that very day, by the days before it and the model and policy in force (a customer becomes
 * churned at a day's first moment, so that an order on the first day of a churn ends it).
 */
export function findReturn(
  days: readonly Day[],
  since: Day,
  models: readonly GapModel[],
  policyOn: (day: Day) => RiskPolicy,
): Day | null {
  for (let index = days.length - 1; index > 0 && days[index]! >= since; index--) {
    const day = days[index]!;
    const policy = policyOn(day);
    if (day - days[index - 1]! < Math.min(policy.lostAfter, policy.bands.lost.silence)) continue;
    const before = rhythmUntil(days, day - 1)!;
    const model = modelAt(models, day);
    const starts = bandStarts(before, model, policy);
    if (riskOn(day, { rhythm: before, model, starts, policy }) === 'lost') return day;
  }
  return null;
}
