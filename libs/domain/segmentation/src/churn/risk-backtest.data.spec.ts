import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { parseDay, type Day } from '@orderweave/domain-ordering';
import { RISK_HORIZON } from '../risk/model-starts.js';
import { foretellByModel } from './backtest/foretell-by-model.js';
import { holdoutWindow } from './backtest/holdout-window.js';
import { NAIVE_RULES } from './backtest/naive-rules.js';
import { areaUnderCurve } from './backtest/rank-figures.js';
import { meanOf, scoreForecast } from './backtest/score-forecast.js';
import { trainChurnModel } from './backtest/train-churn-model.js';
import { aliveProbability } from './model/churn-measures.js';

const data = process.env['ORDERWEAVE_DATA'] ?? join(import.meta.dirname, '../../../../../../shared/data');
const readText = (file: string): string => {
  const path = join(data, file);
  if (!existsSync(path)) throw new Error(`${file} is not there: set ORDERWEAVE_DATA to its folder`);
  return (path.endsWith('.gz') ? gunzipSync(readFileSync(path)) : readFileSync(path)).toString('utf8').trimEnd();
};

/** Distinct purchase days of each customer, ascending. */
function historiesOf(purchases: Iterable<readonly [customer: string, day: Day]>): Day[][] {
  const customers = new Map<string, Set<Day>>();
  for (const [customer, day] of purchases) {
    const days = customers.get(customer);
    if (days) days.add(day);
    else customers.set(customer, new Set([day]));
  }
  return [...customers.values()].map((days) => [...days].sort((one, other) => one - other));
}

function* cdnow(): Generator<[string, Day]> {
  for (const line of readText('cdnow/CDNOW_sample.txt').split('\n')) {
    const [, customer, date] = line.trim().split(/\s+/) as [string, string, string];
    yield [customer, parseDay(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`)];
  }
}

/** Invoices with a customer; those that start with C are credit notes. */
function* onlineRetail(): Generator<[string, Day]> {
  for (const line of readText('online-retail/online_retail.csv.gz').split(/\r?\n/).slice(1)) {
    const [, date, customer] = /,(\d{4}-\d\d-\d\d) [\d:]+,[-\d.]+,([\d.]+),[^,]*$/.exec(line) ?? [];
    if (date && customer && !line.startsWith('C')) yield [customer, parseDay(date)];
  }
}

/** The area under the curve of "no order in 30 days" as of several days: what was known then judges, what came after decides. */
function backtest(histories: Day[][]) {
  const first = Math.min(...histories.map((days) => days[0]!));
  const last = Math.max(...histories.map((days) => days.at(-1)!));
  const areas: Record<string, number[]> = {};
  const briers: { model: number; share: number }[] = [];
  for (let asOf = first + 150; asOf + RISK_HORIZON <= last; asOf += 60) {
    const training = trainChurnModel({ histories, asOf, firstDay: first, kInUse: null });
    if (training.unusable.length > 0) continue;
    const model = training.fit!.parameters;
    const window = holdoutWindow(histories, asOf + RISK_HORIZON, RISK_HORIZON);
    const silent = window.customers.map(({ came }) => came === 0);
    const add = (rule: string, scores: readonly number[]) => (areas[rule] ??= []).push(areaUnderCurve(scores, silent));
    const forecast = foretellByModel(model, window);
    add('q30', forecast.noOrder);
    add(
      'alive',
      window.customers.map(({ summary }) => -aliveProbability(model, summary)),
    );
    for (const [rule, score] of Object.entries(NAIVE_RULES)) add(rule, window.customers.map(score));
    const share = meanOf(silent.map(Number));
    briers.push({ model: scoreForecast(forecast).brier, share: share * (1 - share) });
  }
  const means = Object.fromEntries(Object.entries(areas).map(([rule, values]) => [rule, meanOf(values)]));
  return { cuts: briers.length, means, brier: meanOf(briers.map(({ model, share }) => model / share)) };
}

describe('q_30 foretells who stays silent for 30 days', () => {
  it('on CDNOW, better than silence, overdue gaps, rate and P(alive)', () => {
    const { cuts, means, brier } = backtest(historiesOf(cdnow()));
    expect(cuts).toBe(7);
    expect(Object.entries(means).sort(([, one], [, other]) => other - one)[0]![0]).toBe('q30');
    expect(means['q30']).toBeGreaterThan(0.78);
    expect(brier).toBeLessThan(0.9);
  });

  it('on Online Retail too', () => {
    const { cuts, means, brier } = backtest(historiesOf(onlineRetail()));
    expect(cuts).toBe(4);
    for (const [rule, mean] of Object.entries(means))
      if (rule !== 'q30') expect(mean).toBeLessThan(means['q30']! - 0.03);
    expect(means['q30']).toBeGreaterThan(0.72);
    expect(brier).toBeLessThan(0.87);
  });
});
