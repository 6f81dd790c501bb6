import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AIRLINE } from '../known-series.fixture.js';
import { deseasonalise } from './deseasonalise.js';
import { fitTheta } from './fit-theta.js';

describe('the Theta method', () => {
  it('foretells airline passengers as statsmodels 0.15 (ThetaModel, least squares) does', () => {
    const theta = fitTheta(AIRLINE, 12);
    expect(theta.parameters['drift']! * 2).toBeCloseTo(2.646139257605093, 9);
    expect(Math.abs(theta.parameters['alpha']! - 0.8388)).toBeLessThan(2e-3);
    const reference = [
      440.068, 428.374, 489.696, 475.694, 479.659, 545.354, 602.738, 601.087, 523.94, 456.617, 397.945, 447.635,
    ];
    theta.foretell(12).forEach(({ mean }, i) => expect(Math.abs(mean / reference[i]! - 1)).toBeLessThan(5e-5));
  });

  it('is the mean of line and smoothing by its definition: the drift beyond the last value is half the slope', () => {
    const series = Array.from({ length: 40 }, (_, t) => 3 + 2 * t);
    const [first, second] = fitTheta(series, 1).foretell(2);
    expect(second!.mean - first!.mean).toBeCloseTo(1, 9);
  });

  it('takes out the very season that was put in, and none where there is none', () => {
    const pattern = [5, -2, 0, -3];
    const factors = [1.4, 0.8, 1, 0.8];
    const line = Array.from({ length: 40 }, (_, t) => 50 + t);
    const offset = deseasonalise(
      line.map((value, t) => value + pattern[t % 4]! - 80),
      4,
    );
    expect(offset.kind).toBe('additive');
    offset.indices.forEach((index, i) => expect(index).toBeCloseTo(pattern[i]!, 9));
    const flat = deseasonalise(
      line.map((_, t) => 100 * factors[t % 4]!),
      4,
    );
    expect(flat.kind).toBe('multiplicative');
    flat.indices.forEach((index, i) => expect(index).toBeCloseTo(factors[i]!, 9));
    flat.values.forEach((value) => expect(value).toBeCloseTo(100, 9));
    expect(deseasonalise([1, 9, 2, 8, 3, 1, 9], 4).kind).toBe('none');
  });

  it('shifts and stretches with a series', () => {
    const series = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 12, maxLength: 40 });
    fc.assert(
      fc.property(series, fc.integer({ min: 2, max: 9 }), (values, factor) => {
        const [plain, scaled] = [values, values.map((value) => value * factor)].map((one) =>
          fitTheta(one, 4).foretell(6),
        );
        const size = 1 + Math.max(...values);
        plain!.forEach(({ mean, sd }, i) => {
          expect(Math.abs(scaled![i]!.mean / factor - mean)).toBeLessThan(0.01 * size);
          expect(Math.abs(scaled![i]!.sd / factor - sd)).toBeLessThan(0.02 * size);
        });
      }),
    );
  });
});
