import type { DemandMethod, ToldForecast } from '@orderweave/contracts';
import { formatDay } from '@orderweave/domain-ordering';
import { addPeriods, type DemandPeriod } from './demand-period.js';
import type { DemandForecast, DemandInterval } from './forecast-demand.js';

/** A forecast as it is sent; null for a series without a whole period. */
export function tellForecast(forecast: DemandForecast | null, period: DemandPeriod): ToldForecast | null {
  if (!forecast) return null;
  const { method, form, season, widening, periods, backtest } = forecast;
  return {
    method,
    form,
    season,
    widening: rounded(widening),
    periods: periods.map(({ from, mean, interval80, interval95 }) => ({
      from: formatDay(from),
      to: formatDay(addPeriods(from, 1, period) - 1),
      mean: mean.toFixed(2),
      interval80: tellInterval(interval80),
      interval95: tellInterval(interval95),
    })),
    backtest: backtest && {
      origins: backtest.origins,
      horizon: backtest.horizon,
      compared: backtest.compared,
      scores: Object.entries(backtest.scores).map(([name, scores]) => ({
        method: name as DemandMethod,
        mae: rounded(scores.mae),
        mase: scores.mase === null ? null : rounded(scores.mase),
        coverage80: rounded(scores.coverage80),
        coverage95: rounded(scores.coverage95),
        spread: rounded(scores.spread),
      })),
    },
  };
}

function tellInterval({ low, high }: DemandInterval) {
  return { low: low.toFixed(2), high: high.toFixed(2) };
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
