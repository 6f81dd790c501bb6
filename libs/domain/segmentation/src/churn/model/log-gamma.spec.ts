import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { digamma, logGamma } from './log-gamma.js';

const positive = fc.double({ min: -7, max: 7, noNaN: true }).map((exponent) => 10 ** exponent);

describe('logGamma and digamma', () => {
  it('have the tabulated values', () => {
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 13);
    expect(logGamma(10)).toBeCloseTo(Math.log(362_880), 13);
    expect(logGamma(1)).toBeCloseTo(0, 13);
    expect(logGamma(700.25)).toBeCloseTo(3885.0373880829316, 10);
    expect(digamma(1)).toBeCloseTo(-0.577_215_664_901_532_9, 14);
    expect(digamma(0.25)).toBeCloseTo(-Math.PI / 2 - 3 * Math.log(2) - 0.577_215_664_901_532_9, 13);
  });

  it('obey Γ(x+1) = xΓ(x), also far out and near 0', () => {
    fc.assert(
      fc.property(positive, (x) => {
        const [left, right] = [logGamma(x + 1), logGamma(x) + Math.log(x)];
        expect(Math.abs(left - right)).toBeLessThanOrEqual(1e-12 * (1 + Math.abs(left) + Math.abs(Math.log(x))));
        expect(Math.abs(digamma(x + 1) - digamma(x) - 1 / x)).toBeLessThanOrEqual(1e-12 * (1 + 1 / x));
      }),
    );
  });
});
