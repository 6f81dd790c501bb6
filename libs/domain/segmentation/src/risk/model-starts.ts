import { ChurnOutlook } from '../churn/model/churn-outlook.js';
import type { ChurnModel } from '../churn/model/churn-model.js';
import type { PurchaseRhythm } from './purchase-rhythm.js';
import type { BandThreshold, RiskPolicy } from './risk-policy.js';
import type { BandStarts } from './band-starts.js';

/** Days ahead that a risk asks about. */
export const RISK_HORIZON = 30;

/** What a customer's chance of an order in the next 30 days has been since the last one. */
export interface OrderChance {
  outlook: ChurnOutlook;
  /** The whole day of silence with the best chance, up to the policy's `lostAfter`, and that chance. */
  peakSilence: number;
  peak: number;
}

/** The chances of a rhythm: they rise to one peak, at once for k = 1, and then only fall. */
export function orderChance({ first, last, days }: PurchaseRhythm, model: ChurnModel, policy: RiskPolicy): OrderChance {
  const outlook = new ChurnOutlook(model, { x: days.length - 1, tx: last - first });
  let peakSilence = 0;
  if (model.k > 1) {
    // The first day whose next one is not better.
    peakSilence = firstDay(0, policy.lostAfter, (s) => {
      return outlook.chance(s + 1, RISK_HORIZON) <= outlook.chance(s, RISK_HORIZON);
    });
  }
  return { outlook, peakSilence, peak: outlook.chance(peakSilence, RISK_HORIZON) };
}

/** The chance after a silence, the best since the last order, and the share of it that is lost (L). */
export function chancesOn(silence: number, { outlook, peakSilence, peak }: OrderChance) {
  const chance = outlook.chance(silence, RISK_HORIZON);
  const best = silence < peakSilence ? chance : peak;
  return { chance, peak: best, lost: best > 0 ? 1 - chance / best : 0 };
}

/**
 * When each band begins by the model: the first whole day of silence on which all its conditions hold. Before the peak no chance is lost; after
 * it both 1 − q and L move one way, so that the day is found by bisection. A band that would not begin before `lostAfter` begins there.
 */
export function modelStarts(rhythm: PurchaseRhythm, model: ChurnModel, policy: RiskPolicy): BandStarts {
  const chance = orderChance(rhythm, model, policy);
  const startOf = ({ q30, chanceLost, silence }: BandThreshold): number =>
    firstDay(Math.max(silence, chance.peakSilence), policy.lostAfter, (s) => {
      const now = chance.outlook.chance(s, RISK_HORIZON);
      return 1 - now >= q30 && 1 - now / chance.peak >= chanceLost;
    });
  const { watch, 'at-risk': atRisk, lost } = policy.bands;
  return { watch: startOf(watch), 'at-risk': startOf(atRisk), lost: startOf(lost) };
}

/** The first day from `from` on of which something holds that then goes on to hold; `until` when that is later, or never. */
function firstDay(from: number, until: number, holds: (day: number) => boolean): number {
  let [low, high] = [Math.min(from, until), until];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
