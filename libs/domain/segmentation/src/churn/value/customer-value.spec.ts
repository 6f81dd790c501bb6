import { describe, expect, it } from '@jest/globals';
import { expectedPurchases } from '../model/expected-purchases.js';
import { seededRandom } from './seeded-random.js';
import { customerValue, customerValueInterval, type ValueInput } from './customer-value.js';
import { drawBeta, drawGamma } from './draw-gamma.js';
import { fitGammaGamma } from './fit-gamma-gamma.js';
import { expectedSpend } from './gamma-gamma.js';

const spend = { p: 6.25, q: 3.74, gamma: 15.44 };
const input: ValueInput = {
  churn: { k: 2, r: 1.2, alpha: 14, a: 0.8, b: 2.6 },
  spend,
  summary: { x: 9, tx: 200, t: 230 },
  repeats: { x: 9, mean: 48 },
};

describe('drawGamma and drawBeta', () => {
  it('have the mean and variance of their distributions', () => {
    const random = seededRandom(1);
    const moments = (draw: () => number) => {
      const draws = Array.from({ length: 40_000 }, draw);
      const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
      return [mean, draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length] as const;
    };
    for (const shape of [0.3, 1, 7.5]) {
      const [mean, variance] = moments(() => drawGamma(shape, random));
      expect(Math.abs(mean / shape - 1)).toBeLessThan(0.04);
      expect(Math.abs(variance / shape - 1)).toBeLessThan(0.08);
    }
    const [mean, variance] = moments(() => drawBeta(0.8, 2.6, random));
    expect(mean).toBeCloseTo(0.8 / 3.4, 2);
    expect(variance).toBeCloseTo((0.8 * 2.6) / (3.4 ** 2 * 4.4), 2);
  });
});

describe('fitGammaGamma', () => {
  it('finds again what spends were drawn from, and has nothing to say of none', () => {
    const random = seededRandom(8);
    const spends = Array.from({ length: 6_000 }, (_, i) => {
      const x = 1 + (i % 12);
      return { x, mean: drawGamma(spend.p * x, random) / (drawGamma(spend.q, random) / spend.gamma) / x };
    });
    const { parameters, atBound, hasMean } = fitGammaGamma(spends)!;
    expect([atBound, hasMean]).toEqual([false, true]);
    expect(Math.abs(parameters.p / spend.p - 1)).toBeLessThan(0.08);
    expect(Math.abs(parameters.q / spend.q - 1)).toBeLessThan(0.08);
    expect(Math.abs(parameters.gamma / spend.gamma - 1)).toBeLessThan(0.12);
    expect(
      fitGammaGamma([
        { x: 0, mean: 0 },
        { x: 3, mean: -4 },
      ]),
    ).toBeNull();
  });
});

describe('fitGammaGamma far out', () => {
  it('still gives the means of customers whose own amounts hardly differ', () => {
    // Customer i orders for 20 + 10 (i mod 9), and up to 39 more.
    const spends = Array.from({ length: 220 }, (_, i) => {
      const amounts = Array.from(
        { length: 1 + ((i * 7) % 23) },
        (_unused, n) => 20 + (i % 9) * 10 + ((37 + n * 37) % 40),
      );
      return { x: amounts.length, mean: amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length };
    });
    const { parameters, hasMean } = fitGammaGamma(spends)!;
    expect(hasMean).toBe(true);
    expect(parameters.p).toBeGreaterThan(1_000);
    expect(expectedSpend(parameters, { x: 5, mean: 90 })).toBeCloseTo(90, 1);
  });
});

describe('customerValue', () => {
  it('is the expected purchases of a year times the mean, and less when discounted', () => {
    const value = customerValue(input);
    expect(value.purchases).toBeCloseTo(expectedPurchases(input.churn, input.summary, 365), 10);
    expect(value.undiscounted).toBeCloseTo(value.purchases * expectedSpend(spend, input.repeats), 10);
    // Between all of it at once and all of it at the year's end.
    expect(value.discounted).toBeLessThan(value.undiscounted);
    expect(value.discounted).toBeGreaterThan(value.undiscounted / 1.1);
  });

  it('takes the mean of the population for who has no repeat day, or one that was credited away', () => {
    const mean = (spend.p * spend.gamma) / (spend.q - 1);
    const stranger = { ...input, summary: { x: 0, tx: 0, t: 10 }, repeats: { x: 0, mean: 0 } };
    expect(customerValue(stranger).spend).toBeCloseTo(mean, 12);
    expect(customerValue({ ...input, repeats: { x: 9, mean: -3 } }).spend).toBeCloseTo(mean, 12);
  });

  it('is the mean of what is played, and 80 % of that lies in the interval', () => {
    const draws = 12_000;
    // The interval of one draw is that draw.
    const random = seededRandom(4);
    const played = Array.from({ length: draws }, () => customerValueInterval(input, random, 1));
    const meanOf = (kind: 'undiscounted' | 'discounted') => played.reduce((sum, one) => sum + one[kind].low, 0) / draws;
    const value = customerValue(input);
    expect(Math.abs(meanOf('undiscounted') / value.undiscounted - 1)).toBeLessThan(0.04);
    expect(Math.abs(meanOf('discounted') / value.discounted - 1)).toBeLessThan(0.04);
    const interval = customerValueInterval(input, seededRandom(4), draws);
    const above = played.filter((one) => one.undiscounted.low > interval.undiscounted.high).length / draws;
    const below = played.filter((one) => one.undiscounted.low < interval.undiscounted.low).length / draws;
    expect(above).toBeCloseTo(0.1, 2);
    expect(below).toBeLessThanOrEqual(0.1);
    expect(customerValueInterval(input, seededRandom(4), draws)).toEqual(interval);
  });
});
