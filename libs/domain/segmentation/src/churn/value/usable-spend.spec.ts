import { describe, expect, it } from '@jest/globals';
import { expectedSpend } from './gamma-gamma.js';
import { fitGammaGamma } from './fit-gamma-gamma.js';
import { usableSpend } from './usable-spend.js';

describe('the model of spend that is used', () => {
  it('1. is a fit that ran to a bound too: its means are those of the amounts', () => {
    // No customer's days differ: p runs to its bound.
    const even = [8, 12, 20, 33, 50].flatMap((mean) => [2, 3, 4].map((x) => ({ x, mean })));
    const alike = fitGammaGamma(Array.from({ length: 40 }, (_, i) => ({ x: 1 + (i % 5), mean: 25 })))!;
    for (const fit of [fitGammaGamma(even)!, alike]) {
      expect([fit.atBound, fit.hasMean]).toEqual([true, true]);
      expect(usableSpend(fit)).toEqual(fit.parameters);
    }
    expect(expectedSpend(usableSpend(alike)!, { x: 4, mean: 25 })).toBeCloseTo(25, 1);
  });

  it('2. is none without a mean, without a fit, and where a fit does not say', () => {
    const parameters = { p: 2, q: 0.9, gamma: 10 };
    expect(usableSpend({ parameters, hasMean: false })).toBeNull();
    expect(usableSpend(null)).toBeNull();
    expect(usableSpend(undefined)).toBeNull();
    expect(usableSpend(JSON.parse('{"parameters":{"p":2,"q":3,"gamma":10}}') as never)).toBeNull();
    const heavy = fitGammaGamma([0.01, 0.1, 1, 10, 1e3, 1e5, 1e7].map((mean) => ({ x: 6, mean })))!;
    expect(heavy.parameters.q).toBeLessThan(1);
    expect(usableSpend(heavy)).toBeNull();
  });

  it("3. gives who has no repeat day the population's mean", () => {
    const parameters = { p: 6, q: 4, gamma: 15 };
    const spend = usableSpend({ parameters, hasMean: true })!;
    expect(expectedSpend(spend, { x: 0, mean: 0 })).toBeCloseTo((6 * 15) / 3, 12);
    expect(expectedSpend(spend, { x: 3, mean: -4 })).toBeCloseTo((6 * 15) / 3, 12);
    expect(expectedSpend(spend, { x: 2, mean: 40 })).toBeCloseTo(((15 + 80) * 6) / (12 + 3), 12);
  });
});
