import { Injectable } from '@nestjs/common';
import { addMonths, formatDay, monthBounds, monthOf, type Month } from '@orderweave/domain-ordering';
import { cohortTable } from '@orderweave/domain-segmentation';
import { Database } from '@orderweave/postgres';
import { WordedProblem } from '../problems/worded-problem.js';
import { TenantMoments } from '../models/tenant-moments.js';
import { cockpitMonth, contributionOf, lostByMonth, purchaseFigures, tellRevenueAtRisk } from './cockpit-figures.js';
import type { CockpitQuery } from './cockpit-query.js';
import type { CockpitResponse } from './cockpit-response.js';
import { readBought, readKnownDays, readTierMonths } from './cockpit.store.js';
import { sumRevenueAtRisk } from './revenue-at-risk.js';

const MONTHS = 12;
const MOST_MONTHS = 36;

/** Tells how a company's customers do: tiers, cohorts, repurchase, who came and went, and what is at risk. */
@Injectable()
export class CockpitReader {
  constructor(
    private readonly database: Database,
    private readonly moments: TenantMoments,
  ) {}

  /** The figures of up to 36 months; a `Problem` (400) for others. Each is defined at its field of the response. */
  async read(tenant: string, query: CockpitQuery): Promise<CockpitResponse> {
    const moment = (await this.moments.load(this.database, [tenant])).get(tenant)!;
    const to = query.to ?? monthOf(moment.day);
    const from = query.from ?? addMonths(to, 1 - MONTHS);
    const months = monthsBetween(from, to);
    const scope = { tenant, from, to, asOf: monthBounds(to).last };
    const tiers = await readTierMonths(this.database, scope);
    const known = await readKnownDays(this.database, tenant, scope.asOf);
    const bought = await readBought(this.database, scope);
    const atRisk = await sumRevenueAtRisk(this.database, moment);
    const lost = lostByMonth(atRisk.lostOn);
    const told = months.map((month) =>
      cockpitMonth(month, {
        tiers: tiers.filter((row) => row.month === month),
        bought: bought.months.find((row) => row.month === month),
        lost: lost.get(month) ?? 0,
        known: known.reduce((sum, { day, customers }) => sum + (day <= monthBounds(month).last ? customers : 0), 0),
      }),
    );
    const present = tiers.reduce((sum, { customers }) => sum + customers, 0);
    const everybody = told.flatMap((month) => month.tiers).reduce((sum, { customers }) => sum + customers, 0);
    const lostSum = told.reduce((sum, { lostCustomers }) => sum + lostCustomers, 0);
    return {
      asOf: formatDay(moment.day),
      from,
      to,
      currency: moment.policy.currency,
      contribution: contributionOf(tiers, everybody - present),
      total: purchaseFigures(bought.range, lostSum),
      months: told,
      cohorts: cohortTable(bought.cohorts, scope),
      revenueAtRisk: tellRevenueAtRisk(atRisk),
    };
  }
}

function monthsBetween(from: Month, to: Month): Month[] {
  if (from <= to && to < addMonths(from, MOST_MONTHS)) {
    const months: Month[] = [];
    for (let month = from; month <= to; month = addMonths(month, 1)) months.push(month);
    return months;
  }
  const fault = { field: '/from', value: `${from} to ${to}`, rule: 'months' };
  throw new WordedProblem(
    {
      status: 400,
      code: 'invalid-months',
      title: 'These months cannot be told',
      faults: [{ ...fault, remedy: `give months from the first to the last, ${MOST_MONTHS} at most` }],
    },
    {
      title: '无法统计这些月份',
      faults: [{ ...fault, value: `${from} 至 ${to}`, remedy: `请从早到晚填写月份，最多 ${MOST_MONTHS} 个月` }],
    },
  );
}
