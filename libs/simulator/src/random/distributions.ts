import type { RandomSource } from './random-source.js';

/** Normal(0, 1) by Box and Muller. */
export function drawNormal(random: RandomSource): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/** exp(Normal(mu, sigma)). */
export function drawLogNormal(random: RandomSource, mu: number, sigma: number): number {
  return Math.exp(mu + sigma * drawNormal(random));
}

/** Gamma with this shape and rate (mean shape / rate), by Marsaglia and Tsang (2000). */
export function drawGamma(random: RandomSource, shape: number, rate: number): number {
  if (shape < 1) return drawGamma(random, shape + 1, rate) * (1 - random.next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = drawNormal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return (d * v) / rate;
  }
}

/** Beta(a, b) as a ratio of gammas. */
export function drawBeta(random: RandomSource, a: number, b: number): number {
  const x = drawGamma(random, a, 1);
  return x / (x + drawGamma(random, b, 1));
}

/** Exponential with this mean. */
export function drawExponential(random: RandomSource, mean: number): number {
  return -mean * Math.log(1 - random.next());
}
