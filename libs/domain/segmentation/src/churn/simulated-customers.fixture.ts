import type { ChurnParameters } from './model/churn-model.js';
import { drawBeta, drawGamma, type Random } from './value/draw-gamma.js';

/**
 * Exact purchase times of a customer who follows the model, from `start` to `end`: for whole days, round them up and take each once.
 */
export function simulateCustomer(
  { k, r, alpha, a, b }: ChurnParameters,
  [start, end]: readonly [number, number],
  random: Random,
): number[] {
  const rate = drawGamma(r, random) / alpha;
  const leaves = drawBeta(a, b, random);
  const times = [start];
  for (let at = start; random() >= leaves;) {
    at += drawGamma(k, random) / rate;
    if (!(at <= end)) break;
    times.push(at);
  }
  return times;
}

/** Purchase days of many such customers, whose first days are spread evenly over the first half. */
export function simulateHistories(
  model: ChurnParameters,
  { customers, from, to }: { customers: number; from: number; to: number },
  random: Random,
): number[][] {
  return Array.from({ length: customers }, (_, i) => {
    const start = from + Math.floor((i * (to - from)) / 2 / customers);
    return [...new Set(simulateCustomer(model, [start, to], random).map(Math.ceil))];
  });
}
