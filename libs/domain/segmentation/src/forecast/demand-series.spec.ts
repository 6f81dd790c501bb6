import { describe, expect, it } from '@jest/globals';
import { formatDay, monthBounds, monthOf, parseDay } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { addPeriods, periodStart, type DemandPeriod } from './demand-period.js';
import { demandSeries } from './demand-series.js';

const PERIODS: readonly DemandPeriod[] = ['day', 'week', 'month'];
const day = fc.integer({ min: 14_000, max: 15_000 });

describe('periods of demand', () => {
  it('begin on Mondays and firsts', () => {
    const start = (text: string, period: DemandPeriod) => formatDay(periodStart(parseDay(text), period));
    expect(start('2026-03-01', 'week')).toBe('2026-02-23');
    expect(start('2026-03-02', 'week')).toBe('2026-03-02');
    expect(start('1969-12-28', 'week')).toBe('1969-12-22');
    expect(start('2026-02-28', 'month')).toBe('2026-02-01');
    expect(formatDay(addPeriods(parseDay('2025-12-01'), 3, 'month'))).toBe('2026-03-01');
    expect(formatDay(addPeriods(parseDay('2026-01-05'), -1, 'week'))).toBe('2025-12-29');
  });

  it('keep the demand of whole periods, and 0 where there was none', () => {
    const points = [
      { day: parseDay('2026-01-31'), value: 5 },
      { day: parseDay('2026-02-01'), value: 1 },
      { day: parseDay('2026-02-28'), value: 2 },
      { day: parseDay('2026-04-30'), value: 4 },
      { day: parseDay('2026-05-01'), value: 8 },
    ];
    const within = (from: string, asOf: string) =>
      demandSeries(points, { period: 'month', from: parseDay(from), asOf: parseDay(asOf) });
    expect(within('2026-01-31', '2026-04-30')).toEqual({
      period: 'month',
      from: parseDay('2026-02-01'),
      values: [3, 0, 4],
    });
    expect(within('2026-02-01', '2026-04-29').values).toEqual([3, 0]);
    expect(within('2026-02-02', '2026-02-27').values).toEqual([]);
  });

  it('add up to what was asked for on their days', () => {
    const points = fc.array(fc.record({ day, value: fc.integer({ min: -9, max: 99 }) }));
    fc.assert(
      fc.property(points, day, day, fc.constantFrom(...PERIODS), (asked, one, other, period) => {
        const [from, asOf] = [Math.min(one, other), Math.max(one, other)];
        const series = demandSeries(asked, { period, from, asOf });
        // A day lies in the series when its whole period lies within the bounds.
        const bounds = (at: number) => {
          if (period === 'day') return [at, at];
          if (period === 'month') return [monthBounds(monthOf(at)).first, monthBounds(monthOf(at)).last];
          const monday = at - ((new Date(at * 86_400_000).getUTCDay() + 6) % 7);
          return [monday, monday + 6];
        };
        const inside = (at: number) => bounds(at)[0]! >= from && bounds(at)[1]! <= asOf;
        const sum = asked.reduce((total, point) => total + (inside(point.day) ? point.value : 0), 0);
        expect(series.values.reduce((total, value) => total + value, 0)).toBe(sum);
        const starts = new Set<number>();
        for (let at = from; at <= asOf; at++) if (inside(at)) starts.add(bounds(at)[0]!);
        expect(series.values.map((_, i) => addPeriods(series.from, i, period))).toEqual([...starts]);
      }),
    );
  });
});
