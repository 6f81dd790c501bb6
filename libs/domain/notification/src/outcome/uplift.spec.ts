import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareArms, LEAST_CUSTOMERS, type Arm } from './compare-arms.js';
import { compareMeans } from './compare-means.js';
import { compareShares, wilsonInterval } from './compare-shares.js';
import { studentQuantile } from './student-quantile.js';

describe('the difference of two shares', () => {
  // R. G. Newcombe 1998, table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])('of %d/%d and %d/%d is as published', (...[a, m, b, n, lower, upper]) => {
    const found = compareShares({ successes: a, of: m }, { successes: b, of: n });
    expect(found.estimate).toBeCloseTo(a / m - b / n, 12);
    expect(found.lower).toBeCloseTo(lower, 4);
    expect(found.upper).toBeCloseTo(upper, 4);
  });

  it('has ends that are roots of the score equation', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (of, part) => {
        const successes = Math.round(of * part);
        const { estimate, lower, upper } = wilsonInterval({ successes, of }, 2);
        expect(lower).toBeLessThanOrEqual(estimate);
        expect(upper).toBeGreaterThanOrEqual(estimate);
        for (const end of [lower, upper])
          if (end !== estimate) expect((estimate - end) ** 2 * of).toBeCloseTo(4 * end * (1 - end), 6);
      }),
    );
  });

  it('turns around when the arms change places, and stays between −1 and 1', () => {
    const proportion = fc
      .tuple(fc.integer({ min: 1, max: 300 }), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([of, part]) => ({ of, successes: Math.round(of * part) }));
    fc.assert(
      fc.property(proportion, proportion, (a, b) => {
        const [there, back] = [compareShares(a, b), compareShares(b, a)];
        expect(back.lower).toBeCloseTo(-there.upper, 12);
        expect(there.lower).toBeGreaterThanOrEqual(-1 - 1e-12);
        expect(there.upper).toBeLessThanOrEqual(1 + 1e-12);
        expect(there.lower).toBeLessThanOrEqual(there.estimate);
        expect(there.upper).toBeGreaterThanOrEqual(there.estimate);
      }),
    );
  });
});

describe("Student's t", () => {
  // Tables of the t distribution, two-sided 95 %, 99 % and one-sided 90 %.
  it.each([
    [0.975, 1, 12.706],
    [0.975, 2, 4.303],
    [0.975, 10, 2.228],
    [0.975, 30, 2.042],
    [0.975, 120, 1.98],
    [0.995, 5, 4.032],
    [0.995, 20, 2.845],
    [0.9, 7, 1.415],
  ])('has its %d quantile with %d degrees of freedom where the tables have it', (p, degrees, expected) => {
    expect(studentQuantile(p, degrees)).toBeCloseTo(expected, 3);
    expect(studentQuantile(1 - p, degrees)).toBeCloseTo(-studentQuantile(p, degrees), 9);
  });

  it('is Cauchy’s distribution with one degree, and the normal one in the end', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.51, max: 0.999, noNaN: true }), (p) => {
        const cauchy = Math.tan(Math.PI * (p - 0.5));
        expect(studentQuantile(p, 1) / cauchy).toBeCloseTo(1, 9);
        const two = (2 * p - 1) / Math.sqrt(2 * p * (1 - p));
        expect(studentQuantile(p, 2) / two).toBeCloseTo(1, 9);
      }),
    );
    expect(studentQuantile(0.975, 1e7)).toBeCloseTo(1.959964, 5);
  });
});

describe('the difference of two means', () => {
  it('is as R tells it of Student’s sleep data', () => {
    const moments = (values: number[]) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      return { count: values.length, mean, variance: squares / (values.length - 1) };
    };
    const one = moments([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]);
    const two = moments([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]);
    const { estimate, lower, upper } = compareMeans(one, two)!;
    expect(estimate).toBeCloseTo(-1.58, 10);
    expect(lower).toBeCloseTo(-3.3654832, 6);
    expect(upper).toBeCloseTo(0.2054832, 6);
  });

  it('is not told of samples that do not vary or have one value', () => {
    expect(compareMeans({ count: 9, mean: 1, variance: 0 }, { count: 9, mean: 2, variance: 0 })).toBeUndefined();
    expect(compareMeans({ count: 1, mean: 1, variance: 0 }, { count: 9, mean: 2, variance: 3 })).toBeUndefined();
  });
});

describe('what being alerted changed', () => {
  const arm = (customers: number, recovered: number): Arm => ({
    ...{ customers, recovered, meanAmount: recovered, amountVariance: 4 },
  });

  it('is told of arms that are large enough, amounts only where enough customers ordered', () => {
    const few = LEAST_CUSTOMERS - 1;
    expect(compareArms(arm(900, 300), arm(few, 12))).toEqual({ share: null, amount: null });
    expect(compareArms(arm(900, 300), arm(30, 9))).toMatchObject({ amount: null });
    const { share, amount } = compareArms(arm(900, 300), arm(30, 10));
    expect([share!.estimate, amount!.estimate]).toEqual([0, 290]);
  });
});
