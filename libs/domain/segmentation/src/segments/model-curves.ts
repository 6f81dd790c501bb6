import type { Day } from '@orderweave/domain-ordering';
import type { ChurnModel } from '../churn/model/churn-model.js';
import { chancesOn, orderChance, type OrderChance } from '../risk/model-starts.js';
import { rhythmUntil, type PurchaseRhythm } from '../risk/purchase-rhythm.js';
import type { RiskPolicy } from '../risk/risk-policy.js';
import type { CurveName, MeasureCurve } from './customer-facts.js';

/** Days of silence after which measures stay what they are. */
const LONGEST_SILENCE = 3650;

/** Where a customer stands by the model of purchases after the last purchase day that is known. */
interface Standing {
  rhythm: PurchaseRhythm;
  chance: OrderChance;
}

/**
 * P(alive), q_30 and L of the design's section 6 as curves over time, for ascending purchase days; those after a day are not known on it. Null
 * before the first one.
 */
export function modelCurves(
  purchaseDays: readonly Day[],
  model: ChurnModel,
  policy: RiskPolicy,
): Record<Exclude<CurveName, 'clv-12m'>, MeasureCurve> {
  // The peak of the chance is looked for beyond the day on which the risk no longer asks for it.
  const longSighted = { ...policy, lostAfter: LONGEST_SILENCE };
  let known: { last: Day; standing: Standing } | undefined;
  const standingOn = (day: Day): Standing | null => {
    const last = purchaseDays.at(-1);
    if (known && last === known.last && day >= last) return known.standing;
    const rhythm = rhythmUntil(purchaseDays, day);
    if (!rhythm) return null;
    const standing = { rhythm, chance: orderChance(rhythm, model, longSighted) };
    if (rhythm.last === last) known = { last, standing };
    return standing;
  };
  const until = (purchaseDays.at(-1) ?? 0) + LONGEST_SILENCE;
  const turnsAfter = (from: Day): Day[] => {
    const standing = standingOn(from);
    const peak = standing ? standing.rhythm.last + standing.chance.peakSilence : from;
    const recorded = purchaseDays.filter((day) => day > from).flatMap((day) => [day - 1, day]);
    return [peak - 1, peak, peak + 1, ...recorded].filter((day) => day > from).sort((a, b) => a - b);
  };
  const curve = (measure: (silence: number, chance: OrderChance) => number): MeasureCurve => ({
    at: (day) => {
      const standing = standingOn(day);
      return standing && measure(day - standing.rhythm.last, standing.chance);
    },
    turnsAfter,
    until,
  });
  return {
    'p-alive': curve((silence, { outlook }) => outlook.alive(silence)),
    'q-30': curve((silence, chance) => 1 - chancesOn(silence, chance).chance),
    'chance-lost': curve((silence, chance) => chancesOn(silence, chance).lost),
  };
}
