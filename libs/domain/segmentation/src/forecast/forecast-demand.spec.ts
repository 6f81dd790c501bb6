import { describe, expect, it } from '@jest/globals';
import { formatDay, parseDay } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { backtestDemand } from './backtest-demand.js';
import { forecastDemand, seasonOf } from './forecast-demand.js';
import { AIRLINE } from './known-series.fixture.js';
import { fitSeasonalNaive } from './seasonal-naive.js';

const FROM = parseDay('2020-01-01');
const months = (values: readonly number[]) => ({ period: 'month' as const, from: FROM, values: [...values] });
const anySeries = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 40 });

describe('the forecast of demand', () => {
  it('repeats the last season, less sure with every season', () => {
    const outlook = fitSeasonalNaive([9, 9, 1, 2, 3, 2, 3, 4], 3).foretell(7);
    expect(outlook.map(({ mean }) => mean)).toEqual([2, 3, 4, 2, 3, 4, 2]);
    // Differences over a season: −7, −6, 1, 1, 1.
    const sigma = Math.sqrt(88 / 5);
    expect(outlook.map(({ sd }) => sd)).toEqual([1, 1, 1, 2, 2, 2, 3].map((times) => sigma * Math.sqrt(times)));
  });

  it('backtests from several origins, against the error of the naive method in the first training', () => {
    const values = [4, 6, 4, 6, 4, 6, 4, 6, 5, 7, 5];
    const test = backtestDemand(values, { season: 1, horizon: 2 })!;
    // Known 8, 9, 10 values; the last one known, against up to two that came: (6: 5, 7), (5: 7, 5), (7: 5).
    expect(test).toMatchObject({ origins: 3, horizon: 2, compared: 5 });
    expect(test.scores['seasonal-naive'].mae).toBeCloseTo((1 + 1 + 2 + 0 + 2) / 5, 12);
    expect(test.scores['seasonal-naive'].mase).toBeCloseTo((1 + 1 + 2 + 0 + 2) / 5 / 2, 12);
    expect(test.scores['seasonal-naive'].coverage95).toBe(1);
    expect(backtestDemand(values.slice(0, 9), { season: 1, horizon: 2 })).toBeNull();
  });

  it('foretells airline passengers by Theta, a third better than as a year before', () => {
    const { method, season, periods, backtest } = forecastDemand(months(AIRLINE), 12)!;
    expect([method, season, backtest!.origins]).toEqual(['theta', 12, 8]);
    const { scores } = backtest!;
    expect(scores.theta.mae / scores['seasonal-naive'].mae).toBeLessThan(0.67);
    expect(formatDay(periods[0]!.from)).toBe('2032-01-01');
    expect(periods).toHaveLength(12);
  });

  it('chooses what was never worse than the naive method, with intervals around the mean, and the same again', () => {
    fc.assert(
      fc.property(anySeries, fc.integer({ min: 1, max: 6 }), (values, horizon) => {
        const forecast = forecastDemand(months(values), horizon)!;
        expect(forecastDemand(months(values), horizon)).toEqual(forecast);
        const { method, backtest, widening } = forecast;
        if (backtest) {
          for (const other of Object.values(backtest.scores)) {
            expect(backtest.scores[method].mae).toBeLessThanOrEqual(other.mae);
          }
        } else expect(method).toBe('seasonal-naive');
        expect(widening).toBeGreaterThanOrEqual(1);
        for (const { mean, interval80, interval95 } of forecast.periods) {
          const ordered = [0, interval95.low, interval80.low, mean, interval80.high, interval95.high];
          expect(ordered).toEqual([...ordered].sort((a, b) => a - b));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('answers what never changes with itself, and an empty series with nothing', () => {
    for (const value of [0, 12]) {
      const { method, periods } = forecastDemand(months(new Array<number>(30).fill(value)), 3)!;
      expect(method).toBe('seasonal-naive');
      for (const { mean, interval95 } of periods)
        expect([mean, interval95.low, interval95.high]).toEqual([value, value, value]);
    }
    expect(forecastDemand(months([]), 3)).toBeNull();
    expect(forecastDemand(months([7]), 2)!.periods.map(({ mean }) => mean)).toEqual([7, 7]);
  });

  it('looks for a season where there are two and four periods more', () => {
    expect([27, 28].map((size) => seasonOf(size, 12))).toEqual([1, 12]);
    expect([17, 18].map((size) => seasonOf(size, 7))).toEqual([1, 7]);
  });

  it('foretells less than nothing only of what has been that', () => {
    const falling = Array.from({ length: 20 }, (_, t) => 40 - 2 * t);
    const last = (values: number[]) => forecastDemand(months(values), 12)!.periods.at(-1)!;
    expect(last(falling).interval95.low).toBe(0);
    expect(last(falling.map((value) => value - 10)).interval95.low).toBeLessThan(0);
  });
});
