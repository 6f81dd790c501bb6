import type { FittedDemand } from '../demand-method.js';
import { fitEtsForm } from '../ets/fit-ets.js';
import { deseasonalise } from './deseasonalise.js';

/**
 * The Theta method with lines 0 and 2 (Assimakopoulos & Nikolopoulos 2000), in the form that Hyndman & Billah (2003, "Unmasking the
 * Theta method") gave it: simple exponential smoothing with half of the least-squares slope as drift, of the series without its season.
 */
export function fitTheta(values: readonly number[], season: number): FittedDemand {
  const plain = deseasonalise(values, season);
  const smoothed = fitEtsForm(plain.values, { trend: 'N', seasonal: false }, 1);
  const { sigma } = smoothed;
  const { alpha } = smoothed.parameters;
  const { level } = smoothed.state;
  const drift = slopeOf(plain.values) / 2;
  // What smoothing lags behind a line of this slope.
  const lag = (1 - (1 - alpha) ** values.length) / alpha;
  return {
    method: 'theta',
    form: `Theta, season ${plain.kind}`,
    season: plain.kind === 'none' ? 1 : season,
    parameters: { alpha, drift, level, sigma },
    foretell: (horizon) =>
      Array.from({ length: horizon }, (_, ahead) => {
        const mean = level + drift * (ahead + lag);
        const sd = sigma * Math.sqrt(1 + ahead * alpha * alpha);
        const index = plain.indices[(values.length + ahead) % season] ?? 0;
        if (plain.kind === 'multiplicative') return { mean: mean * index, sd: sd * Math.abs(index) };
        return { mean: mean + index, sd };
      }),
  };
}

/** The slope of the least-squares line through a series. */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  let [sum, squares] = [0, 0];
  values.forEach((value, t) => {
    sum += value * (t - middle);
    squares += (t - middle) ** 2;
  });
  return squares === 0 ? 0 : sum / squares;
}
