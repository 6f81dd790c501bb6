import type { DemandMethod } from '@orderweave/contracts';
import type { FittedDemand } from './demand-method.js';
import { etsDemand, fitEts } from './ets/fit-ets.js';
import { fitSeasonalNaive } from './seasonal-naive.js';
import { fitTheta } from './theta/fit-theta.js';

/** Half widths of the intervals in standard deviations. */
export const WIDTH_80 = 1.2815515655446004;
export const WIDTH_95 = 1.959963984540054;

/** How good a method was at what was known later. */
export interface DemandScores {
  /** Mean absolute error, in the unit of the series. */
  mae: number;
  /** The error as a share of that of the seasonal naive method within the first training (Hyndman & Koehler 2006); null where that is 0. */
  mase: number | null;
  /** Shares of what came that lay within the intervals of 80 % and 95 %. */
  coverage80: number;
  coverage95: number;
  /** Root mean square of the errors in standard deviations: 1 where intervals are right, above 1 where they are too narrow. */
  spread: number;
}

/** A rolling-origin backtest: each method is fitted anew at each origin to what came before it. */
export interface DemandBacktest {
  origins: number;
  /** Periods foretold from each origin, at most. */
  horizon: number;
  /** Pairs of origin and period that were compared. */
  compared: number;
  scores: Readonly<Record<DemandMethod, DemandScores>>;
}

const MOST_ORIGINS = 8;
const LEAST_VALUES = 8;

/** How many values the first training has at least, besides half of them: two seasons, or 8. */
export function leastTraining(season: number): number {
  return Math.max(2 * season, LEAST_VALUES);
}

/** The backtest of a series; null where it is too short for two origins. */
export function backtestDemand(
  values: readonly number[],
  { season, horizon }: { season: number; horizon: number },
): DemandBacktest | null {
  // From half of the values on: what a method does with little says little of what it will do with all.
  const least = Math.max(leastTraining(season), Math.floor(values.length / 2));
  const origins = chooseOrigins(least, values.length);
  if (origins.length < 2) return null;
  const errors: Record<DemandMethod, ForetoldError[]> = { 'seasonal-naive': [], ets: [], theta: [] };
  // The form is chosen where the test begins, by what was known then; its parameters are fitted at every origin.
  const forms = [fitEts(values.slice(0, origins[0]), season).form];
  for (const origin of origins) {
    const known = values.slice(0, origin);
    const came = values.slice(origin, origin + horizon);
    const fits = [fitSeasonalNaive(known, season), etsDemand(fitEts(known, season, forms)), fitTheta(known, season)];
    for (const fit of fits) errors[fit.method].push(...compare(fit, came));
  }
  const scale = naiveError(values.slice(0, origins[0]), season);
  const scores = Object.fromEntries(
    Object.entries(errors).map(([method, list]) => [method, scoresOf(list, scale)]),
  ) as Record<DemandMethod, DemandScores>;
  return { origins: origins.length, horizon, compared: errors.ets.length, scores };
}

interface ForetoldError {
  error: number;
  sd: number;
}

/** At most 8 numbers of values known, evenly from the first training on to all but one. */
function chooseOrigins(least: number, size: number): number[] {
  const possible = size - least;
  const count = Math.min(MOST_ORIGINS, possible);
  return Array.from({ length: Math.max(0, count) }, (_, i) => least + Math.floor((i * possible) / count));
}

function compare(fit: FittedDemand, came: readonly number[]): ForetoldError[] {
  return fit.foretell(came.length).map(({ mean, sd }, i) => ({ error: came[i]! - mean, sd }));
}

function scoresOf(errors: readonly ForetoldError[], scale: number): DemandScores {
  const meanOf = (measure: (one: ForetoldError) => number) =>
    errors.reduce((sum, one) => sum + measure(one), 0) / errors.length;
  const mae = meanOf(({ error }) => Math.abs(error));
  const within = (width: number) => meanOf(({ error, sd }) => (Math.abs(error) <= width * sd ? 1 : 0));
  return {
    mae,
    mase: scale > 0 ? mae / scale : null,
    coverage80: within(WIDTH_80),
    coverage95: within(WIDTH_95),
    spread: Math.sqrt(meanOf(({ error, sd }) => (sd > 0 ? (error / sd) ** 2 : error === 0 ? 0 : 1))),
  };
}

function naiveError(values: readonly number[], season: number): number {
  let sum = 0;
  for (let t = season; t < values.length; t++) sum += Math.abs(values[t]! - values[t - season]!);
  return sum / (values.length - season);
}
