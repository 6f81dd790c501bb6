import type { ChurnParameters } from './model/churn-model.js';
import { drawBeta, drawGamma, type Random } from './value/draw-gamma.js';

/** Uniform numbers of a seed: mulberry32 by Tommy Ettinger. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

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
