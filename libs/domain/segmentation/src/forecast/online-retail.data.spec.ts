import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parseDay } from '@orderweave/domain-ordering';
import type { DemandMethod } from '@orderweave/contracts';
import type { DemandPeriod } from './demand-period.js';
import { demandSeries, type DemandPoint } from './demand-series.js';
import { forecastDemand, type DemandForecast } from './forecast-demand.js';

const data = process.env['ORDERWEAVE_DATA'] ?? join(import.meta.dirname, '../../../../../../shared/data');
const file = join(data, 'online-retail/online_retail.csv.gz');
const HORIZON: Readonly<Record<DemandPeriod, number>> = { day: 14, week: 4, month: 3 };
/** The last whole week and the day before the last Friday; the file ends on 2011-12-09, a Friday. */
const AS_OF = parseDay('2011-12-08');
const FROM = parseDay('2010-12-01');

/** Units by product, and amounts of all, by day. */
function readDemand(): { units: Map<string, DemandPoint[]>; amounts: DemandPoint[] } {
  const [header = '', ...lines] = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split(/\r?\n/);
  const names = header.split(',');
  const at = (name: string) => names.indexOf(name);
  const [sku, units, date, price] = [at('StockCode'), at('Quantity'), at('InvoiceDate'), at('UnitPrice')];
  const demand = { units: new Map<string, DemandPoint[]>(), amounts: [] as DemandPoint[] };
  for (const line of lines) {
    const cells = line.replace(/"[^"]*"/g, '').split(',');
    const day = parseDay(cells[date]!.slice(0, 10));
    const quantity = Number(cells[units]);
    demand.amounts.push({ day, value: quantity * Number(cells[price]) });
    const points = demand.units.get(cells[sku]!);
    if (points) points.push({ day, value: quantity });
    else demand.units.set(cells[sku]!, [{ day, value: quantity }]);
  }
  return demand;
}

describe('demand of Online Retail', () => {
  const series = new Map<string, DemandPoint[]>();
  beforeAll(() => {
    if (!existsSync(file))
      throw new Error('Online Retail is not there: set ORDERWEAVE_DATA to the folder with online-retail/');
    const { units, amounts } = readDemand();
    series.set('all', amounts);
    const most = [...units].sort(([, one], [, other]) => other.length - one.length).slice(0, 15);
    for (const [sku, points] of most) series.set(sku, points);
  }, 60_000);

  const forecastsBy = (period: DemandPeriod): DemandForecast[] =>
    [...series.values()].map((points) =>
      forecastDemand(demandSeries(points, { period, from: FROM, asOf: AS_OF }), HORIZON[period])!,
    );

  it.each(['day', 'week'] as const)(
    'is never foretold worse than by the seasonal naive method, by %s',
    (period) => {
      const chosen = new Set<DemandMethod>();
      let [own, naive, covered80, covered95] = [0, 0, 0, 0];
      const forecasts = forecastsBy(period);
      for (const { method, backtest } of forecasts) {
        const scores = backtest!.scores;
        expect(scores[method].mae).toBeLessThanOrEqual(scores['seasonal-naive'].mae);
        own += scores[method].mae / scores['seasonal-naive'].mae / forecasts.length;
        naive += 1 / forecasts.length;
        covered80 += scores[method].coverage80 / forecasts.length;
        covered95 += scores[method].coverage95 / forecasts.length;
        chosen.add(method);
      }
      expect(own).toBeLessThan(0.95 * naive);
      expect(chosen.size).toBeGreaterThan(1);
      expect(covered80).toBeGreaterThan(0.6);
      expect(covered95).toBeGreaterThan(0.75);
    },
    120_000,
  );

  it('has a week as season by day, and none by month: it is one year', () => {
    const all = [...series.values()][0]!;
    const seasonBy = (period: DemandPeriod) =>
      forecastDemand(demandSeries(all, { period, from: FROM, asOf: AS_OF }), 3)!.season;
    expect([seasonBy('day'), seasonBy('month')]).toEqual([7, 1]);
  });
});
