import type { ForecastScores } from './score-forecast.js';

/** Why a fit must not be used: a condition, the value that it found, and the limit. */
export interface Unusable {
  /**
   * `history`: days known, at least the threshold. `repeat-customers`: those with two purchase days, at least. `bound`: every k has a
   * parameter at a bound. Of the holdout: `brier` must be below the threshold, that of always saying the share; `auc` at least the threshold;
   * `bias`, the absolute difference of the mean chance and the share, at most.
   */
  condition: 'history' | 'repeat-customers' | 'bound' | 'brier' | 'auc' | 'bias';
  value: number;
  threshold: number;
}

/** Days of history, and customers with two purchase days, that a fit asks for. */
export const MINIMUM_HISTORY = 90;
export const MINIMUM_REPEAT_CUSTOMERS = 100;

const MINIMUM_AUC = 0.6;
const MAXIMUM_BIAS = 0.1;

/** What the holdout has against a fit; a figure that could not be had (everybody ordered, or nobody) counts against it. */
export function holdoutFaults({ brier, auc, bias }: ForecastScores, silentShare: number): Unusable[] {
  const faults: Unusable[] = [];
  const threshold = silentShare * (1 - silentShare);
  if (!(brier < threshold)) faults.push({ condition: 'brier', value: brier, threshold });
  if (!(auc >= MINIMUM_AUC)) faults.push({ condition: 'auc', value: auc, threshold: MINIMUM_AUC });
  if (!(Math.abs(bias) <= MAXIMUM_BIAS))
    faults.push({ condition: 'bias', value: Math.abs(bias), threshold: MAXIMUM_BIAS });
  return faults;
}
