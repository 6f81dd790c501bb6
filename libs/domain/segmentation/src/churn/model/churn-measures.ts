import type { ChurnParameters } from './churn-model.js';
import { ChurnOutlook } from './churn-outlook.js';
import type { PurchaseSummary } from './purchase-summary.js';

/** P(alive) now: A/(A+D) of the domain's section on churn. */
export function aliveProbability(model: ChurnParameters, summary: PurchaseSummary): number {
  return new ChurnOutlook(model, summary).alive(summary.t - summary.tx);
}

/** q_H: the chance that no order comes in the next `horizon` days, (A(T+H)+D)/(A(T)+D). */
export function noOrderProbability(model: ChurnParameters, summary: PurchaseSummary, horizon: number): number {
  return 1 - new ChurnOutlook(model, summary).chance(summary.t - summary.tx, horizon);
}

/**
 * Days from now by which the next order has come with probability `p` (above 0, below 1), given that the customer is alive: A(T+H)/A(T) = 1−p.
 * Show it with P(alive). It may be centuries for somebody of whom one order is known.
 */
export function nextOrderQuantile(model: ChurnParameters, summary: PurchaseSummary, p: number): number {
  const outlook = new ChurnOutlook(model, summary);
  const silence = summary.t - summary.tx;
  const target = outlook.logSurvival(silence) + Math.log1p(-p);
  let [low, high] = [0, 1];
  while (outlook.logSurvival(silence + high) > target) [low, high] = [high, high * 2];
  while (high - low > 1e-9 * high) {
    const middle = (low + high) / 2;
    if (outlook.logSurvival(silence + middle) > target) low = middle;
    else high = middle;
  }
  return high;
}
