import type { Day } from '@orderweave/domain-ordering';
import { backtestDemand, leastTraining, WIDTH_80, WIDTH_95, type DemandBacktest } from './backtest-demand.js';
import type { DemandMethod } from '@orderweave/contracts';
import type { FittedDemand } from './demand-method.js';
import { addPeriods, SEASON_LENGTH } from './demand-period.js';
import type { DemandSeries } from './demand-series.js';
import { etsDemand, fitEts } from './ets/fit-ets.js';
import { fitSeasonalNaive } from './seasonal-naive.js';
import { fitTheta } from './theta/fit-theta.js';

/** From and to which value something lies. */
export interface DemandInterval {
  low: number;
  high: number;
}

/** A period to come. */
export interface ForetoldPeriod {
  /** First day of the period. */
  from: Day;
  mean: number;
  interval80: DemandInterval;
  interval95: DemandInterval;
}

/** What is to be expected of a series, by the method that foretold it best so far. */
export interface DemandForecast {
  method: DemandMethod;
  form: string;
  /** Periods of the season that was looked for; 1 where the series is too short for one. */
  season: number;
  parameters: Readonly<Record<string, number>>;
  /** By how much the intervals are wider than the method's own, since those were too narrow in the backtest; 1 where they were not. */
  widening: number;
  periods: ForetoldPeriod[];
  /** Null where the series is too short for it: then the naive method answers. */
  backtest: DemandBacktest | null;
}

/** Values beyond two seasons that make a season worth looking for: a backtest needs some. */
const SPARE_VALUES = 4;
const METHODS: readonly DemandMethod[] = ['seasonal-naive', 'ets', 'theta'];
const FIT: Readonly<Record<DemandMethod, (values: readonly number[], season: number) => FittedDemand>> = {
  'seasonal-naive': fitSeasonalNaive,
  ets: (values, season) => etsDemand(fitEts(values, season)),
  theta: fitTheta,
};

/**
 * The next `horizon` periods of a series; null for one without a value. The method is that with the least mean absolute error in a
 * rolling-origin backtest, the simplest of equal ones, hence never a worse one than the seasonal naive. The same series gives the same
 * answer. What never was negative is not foretold to be. Normal intervals, widened by what the backtest missed.
 */
export function forecastDemand({ period, from, values }: DemandSeries, horizon: number): DemandForecast | null {
  if (values.length === 0) return null;
  const season = seasonOf(values.length, SEASON_LENGTH[period]);
  const backtest = backtestDemand(values, { season, horizon });
  const method = chooseMethod(backtest);
  const { form, parameters, foretell } = FIT[method](values, season);
  const widening = backtest ? Math.max(1, backtest.scores[method].spread) : 1;
  const floor = values.every((value) => value >= 0) ? 0 : Number.NEGATIVE_INFINITY;
  const above = (value: number) => Math.max(floor, value);
  const periods = foretell(horizon).map(({ mean, sd }, ahead) => {
    const interval = (width: number) => {
      const half = width * sd * widening;
      return { low: above(mean - half), high: above(mean + half) };
    };
    return {
      from: addPeriods(from, values.length + ahead, period),
      mean: above(mean),
      interval80: interval(WIDTH_80),
      interval95: interval(WIDTH_95),
    };
  });
  return { method, form, season, parameters, widening, periods, backtest };
}

/** The season of a series of so many values: the given one where it has two of them and a few values more, else 1. */
export function seasonOf(size: number, season: number): number {
  return size >= leastTraining(season) + SPARE_VALUES ? season : 1;
}

function chooseMethod(backtest: DemandBacktest | null): DemandMethod {
  if (!backtest) return 'seasonal-naive';
  return METHODS.reduce((best, method) => (backtest.scores[method].mae < backtest.scores[best].mae ? method : best));
}
