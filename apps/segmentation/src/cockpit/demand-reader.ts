import { Injectable } from '@nestjs/common';
import { formatAmount, formatDay, parseAmount, type Day } from '@orderweave/domain-ordering';
import {
  addPeriods,
  demandSeries,
  forecastDemand,
  periodStart,
  tellForecast,
  type DemandPeriod,
  type DemandSeries,
} from '@orderweave/domain-segmentation';
import { Database, statement } from '@orderweave/postgres';
import { TenantMoments } from '../models/tenant-moments.js';
import type { DemandQuery } from './demand-query.js';
import type { DemandPeriodResponse, DemandResponse } from './demand-response.js';

const DAYS = statement(
  'demand.days',
  `SELECT placed_on AS day, sum(amount)::text AS amount, count(*) FILTER (WHERE purchase)::int AS orders,
          (SELECT min(known_since) FROM customer WHERE tenant = $1) AS first
     FROM ledger_entry WHERE tenant = $1 AND counts AND placed_on BETWEEN $2 AND $3 GROUP BY placed_on ORDER BY placed_on`,
);
/** Past periods that a forecast learns from: more would tell it little, and take long. */
const LEARNED: Readonly<Record<DemandPeriod, number>> = { day: 400, week: 208, month: 120 };

interface DayRow {
  day: Day;
  amount: string;
  orders: number;
  first: Day;
}

/** Tells a tenant's demand by period, and what is to be expected. */
@Injectable()
export class DemandReader {
  constructor(
    private readonly database: Database,
    private readonly moments: TenantMoments,
  ) {}

  /** Whole periods since the first counted document up to the end of the day before the tenant's. */
  async read(tenant: string, { period, history, horizon }: DemandQuery): Promise<DemandResponse> {
    const moment = (await this.moments.load(this.database, [tenant])).get(tenant)!;
    const asOf = moment.day - 1;
    const since = addPeriods(periodStart(asOf, period), -LEARNED[period], period);
    const rows = await this.database.query<DayRow & Record<string, unknown>>(DAYS, [tenant, since, asOf]);
    const scope = { period, from: Math.max(since, rows[0]?.first ?? asOf + 1), asOf };
    const amounts = demandSeries(
      rows.map(({ day, amount }) => ({ day, value: Number(amount) })),
      scope,
    );
    const orders = demandSeries(
      rows.map(({ day, orders: value }) => ({ day, value })),
      scope,
    );
    return {
      asOf: formatDay(asOf),
      period,
      currency: moment.policy.currency,
      items: periodsOf(rows, orders).slice(-history),
      netAmount: tellForecast(forecastDemand(amounts, horizon), period),
      orders: tellForecast(forecastDemand(orders, horizon), period),
    };
  }
}

/** The series with exact amounts: those of a forecast are doubles. */
function periodsOf(rows: readonly DayRow[], { period, from, values }: DemandSeries): DemandPeriodResponse[] {
  const exact = new Map<Day, bigint>();
  for (const { day, amount } of rows) {
    const start = periodStart(day, period);
    exact.set(start, (exact.get(start) ?? 0n) + parseAmount(amount));
  }
  return values.map((orders, index) => {
    const start = addPeriods(from, index, period);
    const to = formatDay(addPeriods(start, 1, period) - 1);
    return { from: formatDay(start), to, netAmount: formatAmount(exact.get(start) ?? 0n), orders };
  });
}
