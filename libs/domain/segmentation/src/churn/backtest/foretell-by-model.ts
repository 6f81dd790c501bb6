import { noOrderProbability } from '../model/churn-measures.js';
import type { ChurnParameters } from '../model/churn-model.js';
import { expectedPurchases } from '../model/expected-purchases.js';
import type { HoldoutWindow } from './holdout-window.js';
import type { Forecast } from './score-forecast.js';

/** What a model foretells of a window: q_h, and the purchase days expected in it. */
export function foretellByModel(model: ChurnParameters, { from, to, customers }: HoldoutWindow): Forecast {
  const days = to - from + 1;
  const told = new Map<string, { noOrder: number; purchases: number }>();
  const forecasts = customers.map(({ summary }) => {
    const key = `${summary.x} ${summary.tx} ${summary.t}`;
    let one = told.get(key);
    if (!one) {
      one = {
        noOrder: noOrderProbability(model, summary, days),
        purchases: expectedPurchases(model, summary, days),
      };
      told.set(key, one);
    }
    return one;
  });
  return {
    noOrder: forecasts.map(({ noOrder }) => noOrder),
    purchases: forecasts.map(({ purchases }) => purchases),
    came: customers.map(({ came }) => came),
  };
}
