import { formatAmount, formatDay, parseAmount, type Amount, type Day } from '@orderweave/domain-ordering';
import {
  addPeriods,
  demandSeries,
  forecastDemand,
  periodStart,
  tellForecast,
  type DemandPeriod,
} from '@orderweave/domain-segmentation';
import type { ProductDay } from './demand-days.store.js';
import type { DemandPeriodResponse, ProductDemand } from './demand-response.js';

/** How demand is told. */
export interface DemandTerms {
  readonly period: DemandPeriod;
  readonly asOf: Day;
  readonly history: number;
  readonly horizon: number;
}

/** A product's demand since it was first asked for, and the forecast. */
export function tellProduct(
  product: { sku: string; name: string | null },
  days: readonly ProductDay[],
  { period, asOf, history, horizon }: DemandTerms,
): ProductDemand {
  const scope = { period, asOf, from: days[0]?.day ?? asOf + 1 };
  const units = demandSeries(
    days.map(({ day, units: value }) => ({ day, value: Number(value) })),
    scope,
  );
  const amounts = demandSeries(
    days.map(({ day, amount }) => ({ day, value: Number(amount) })),
    scope,
  );
  const exact = sumByPeriod(days, period);
  const items = units.values.map((_, index): DemandPeriodResponse => {
    const start = addPeriods(units.from, index, period);
    const sum = exact.get(start) ?? { units: 0n, amount: 0n };
    const to = formatDay(addPeriods(start, 1, period) - 1);
    return { from: formatDay(start), to, units: formatAmount(sum.units), netAmount: formatAmount(sum.amount) };
  });
  return {
    ...product,
    items: items.slice(-history),
    units: tellForecast(forecastDemand(units, horizon), period),
    netAmount: tellForecast(forecastDemand(amounts, horizon), period),
  };
}

/** Exact sums, which doubles are not. */
function sumByPeriod(days: readonly ProductDay[], period: DemandPeriod): Map<Day, { units: Amount; amount: Amount }> {
  const sums = new Map<Day, { units: Amount; amount: Amount }>();
  for (const { day, units, amount } of days) {
    const start = periodStart(day, period);
    const sum = sums.get(start) ?? { units: 0n, amount: 0n };
    sums.set(start, { units: sum.units + parseAmount(units), amount: sum.amount + parseAmount(amount) });
  }
  return sums;
}
