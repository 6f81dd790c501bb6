import type { FittedDemand } from './demand-method.js';

/**
 * Each period as the one a season before; with a season of 1, as the last (Hyndman & Athanasopoulos 2021, "Forecasting: Principles and
 * Practice", sections 5.2 and 5.5). Needs a season of values at least.
 */
export function fitSeasonalNaive(values: readonly number[], season: number): FittedDemand {
  const size = values.length;
  let squares = 0;
  for (let t = season; t < size; t++) squares += (values[t]! - values[t - season]!) ** 2;
  const sigma = size > season ? Math.sqrt(squares / (size - season)) : 0;
  return {
    method: 'seasonal-naive',
    form: season > 1 ? `as ${season} periods before` : 'as the period before',
    season,
    parameters: { sigma },
    foretell: (horizon) =>
      Array.from({ length: horizon }, (_, ahead) => {
        const mean = values[size - season + (ahead % season)]!;
        return { mean, sd: sigma * Math.sqrt(Math.floor(ahead / season) + 1) };
      }),
  };
}
