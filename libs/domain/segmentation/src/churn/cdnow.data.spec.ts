import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parseAmount, parseDay, type Amount, type Day } from '@orderweave/domain-ordering';
import { trainChurnModel } from './backtest/train-churn-model.js';
import { collapseSummaries } from './fit/collapse-summaries.js';
import { fitChurn } from './fit/fit-churn.js';
import { summarizePurchases, type PurchaseSummary } from './model/purchase-summary.js';
import { fitGammaGamma } from './value/fit-gamma-gamma.js';
import { expectedSpend } from './value/gamma-gamma.js';
import { repeatSpend, type RepeatSpend } from './value/repeat-spend.js';

const data = process.env['ORDERWEAVE_DATA'] ?? join(import.meta.dirname, '../../../../../../shared/data');
const folder = join(data, 'cdnow');
const CALIBRATION_END = parseDay('1997-09-30');
const LOG_END = parseDay('1998-06-30');

interface Row extends PurchaseSummary {
  id: number;
  spend: RepeatSpend;
}

/** Purchase days of each customer with their amounts. */
function readLog(): Map<number, Map<Day, Amount>> {
  const customers = new Map<number, Map<Day, Amount>>();
  for (const line of readFileSync(join(folder, 'CDNOW_sample.txt'), 'utf8').trim().split('\n')) {
    const [, id, date, , dollars] = line.trim().split(/\s+/) as [string, string, string, string, string];
    const days = customers.get(Number(id)) ?? new Map<Day, Amount>();
    const day = parseDay(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`);
    days.set(day, (days.get(day) ?? 0n) + parseAmount(dollars));
    customers.set(Number(id), days);
  }
  return customers;
}

/** The published summary in weeks. */
function readSummary(): Row[] {
  const file = readFileSync(join(folder, 'cdnow_customers_summary_with_transactions.csv'), 'utf8');
  return file
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [id, x, tx, t, mean] = line.split(',').map(Number) as [number, number, number, number, number];
      return { id, x, tx, t, spend: { x, mean } };
    });
}

/** To the number of decimals that was printed. */
const printed = (value: number, decimals: number) => Number(value.toFixed(decimals));

describe('CDNOW', () => {
  let log: Map<number, Map<Day, Amount>>;
  let summary: Row[];
  beforeAll(() => {
    if (!existsSync(folder)) throw new Error('CDNOW is not there: set ORDERWEAVE_DATA to the folder with cdnow/');
    log = readLog();
    summary = readSummary();
  });

  const inDays = (): PurchaseSummary[] =>
    [...log.values()].map((days) => summarizePurchases([...days.keys()], CALIBRATION_END)!);

  it('goes from log to summary as published: 2,357 customers, 2,457 repeat days', () => {
    expect([log.size, summary.length]).toEqual([2357, 2357]);
    let repeats = 0;
    for (const { id, x, tx, t, spend } of summary) {
      const days = [...log.get(id)!].sort(([one], [other]) => one - other);
      const own = summarizePurchases(
        days.map(([day]) => day),
        CALIBRATION_END,
      )!;
      repeats += own.x;
      expect([own.x, printed(own.tx / 7, 2), printed(own.t / 7, 2)]).toEqual([x, tx, t]);
      const calibration = days.filter(([day]) => day <= CALIBRATION_END).map(([, amount]) => ({ amount }));
      expect(Math.abs(repeatSpend(calibration).mean - spend.mean)).toBeLessThanOrEqual(0.005 + 1e-9);
    }
    expect(repeats).toBe(2457);
  });

  it('has the published MBG/NBD parameters in weeks (BTYDplus) and in days', () => {
    const weeks = fitChurn(collapseSummaries(summary), 1);
    expect(weeks.atBound).toBe(false);
    const { r, alpha, a, b } = weeks.parameters;
    expect([r, alpha, a, b].map((value) => printed(value, 3))).toEqual([0.525, 6.183, 0.891, 1.614]);
    const days = fitChurn(collapseSummaries(inDays()), 1).parameters;
    expect([printed(days.r, 6), printed(days.alpha, 4), printed(days.a, 6), printed(days.b, 6)]).toEqual([
      0.524843, 43.2816, 0.891359, 1.614002,
    ]);
  });

  it('has the published Gamma-Gamma parameters, likelihood, means of ten customers and of the population', () => {
    const fit = fitGammaGamma(summary.map(({ spend }) => spend))!;
    const { p, q, gamma } = fit.parameters;
    expect([p, q, gamma].map((value) => printed(value, 2))).toEqual([6.25, 3.74, 15.45]);
    expect(Math.abs(gamma - 15.44)).toBeLessThan(0.01);
    expect(Math.abs(fit.logLikelihood - -4055.9177)).toBeLessThan(0.01);
    expect(fit.atBound).toBe(false);
    const published = { p: 6.25, q: 3.74, gamma: 15.44 };
    const means = summary.slice(0, 10).map(({ spend }) => printed(expectedSpend(published, spend), 2));
    expect(means).toEqual([24.66, 18.92, 35.22, 35.22, 35.22, 71.47, 18.92, 35.22, 27.29, 35.22]);
    expect(Math.abs(expectedSpend(fit.parameters, { x: 0, mean: 0 }) - 35.22)).toBeLessThan(0.06);
  });

  it('gives a usable model at the end of the log, which tells who stays silent better than each naive rule', () => {
    const histories = [...log.values()].map((days) => [...days.keys()].sort((one, other) => one - other));
    const training = trainChurnModel({
      histories,
      asOf: LOG_END,
      firstDay: parseDay('1997-01-01'),
      kInUse: null,
    });
    expect(training).toMatchObject({ history: 546, customers: 2357, repeatCustomers: 1139, unusable: [] });
    const { candidates, naive, silentShare } = training.backtest!;
    const { scores } = candidates.find(({ k }) => k === training.fit!.parameters.k)!;
    expect(scores!.brier).toBeLessThan(silentShare * (1 - silentShare));
    for (const rule of Object.values(naive)) {
      expect(scores!.auc).toBeGreaterThan(rule.auc);
      expect(scores!.brier).toBeLessThan(rule.brier);
    }
  });
});
