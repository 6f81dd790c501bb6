import type { Day } from '@orderweave/domain-ordering';
import { collapseSummaries } from '../fit/collapse-summaries.js';
import { fitChurn, type ChurnFit } from '../fit/fit-churn.js';
import { ERLANG_ORDERS, type ErlangOrder } from '../model/churn-model.js';
import { summarizePurchases } from '../model/purchase-summary.js';
import { foretellByModel } from './foretell-by-model.js';
import { holdoutWindow, type HoldoutWindow } from './holdout-window.js';
import { foretellNaively, NAIVE_RULES, type NaiveRule } from './naive-rules.js';
import { calibrationOf, meanOf, scoreForecast, type CalibrationPoint, type ForecastScores } from './score-forecast.js';
import { holdoutFaults, MINIMUM_HISTORY, MINIMUM_REPEAT_CUSTOMERS, type Unusable } from './usability.js';

/** What a fit is made from. */
export interface TrainingData {
  /** Each customer's distinct purchase days, ascending; those after `asOf` are ignored. */
  histories: readonly (readonly Day[])[];
  asOf: Day;
  /** The tenant's first day with a counted document. */
  firstDay: Day;
  /** The k in use, which stays unless another is clearly better; null before the first model. */
  kInUse: ErlangOrder | null;
}

/** One k in the holdout: fitted to what was known before it. `scores` and `calibration` are null where the fit is at a bound. */
export interface Candidate {
  k: ErlangOrder;
  fit: ChurnFit | null;
  scores: ForecastScores | null;
  calibration: CalibrationPoint[];
}

/** The days held out, and how well each k and each naive rule foretold them. */
export interface Backtest {
  from: Day;
  to: Day;
  customers: number;
  /** Share without an order in the window; who always says this share has a Brier score of share × (1 − share). */
  silentShare: number;
  candidates: Candidate[];
  naive: Record<NaiveRule, ForecastScores>;
}

/** What came of a training: the model to use, or why there is none. */
export interface Training {
  asOf: Day;
  /** Days from the tenant's first to `asOf`, both included. */
  history: number;
  customers: number;
  repeatCustomers: number;
  /** Null when there was too little to try. */
  backtest: Backtest | null;
  /** The chosen k fitted to everything; null when every k is at a bound. */
  fit: ChurnFit | null;
  /** Why the fit must not be used; empty when it may be. */
  unusable: Unusable[];
}

const HOLDOUT_DAYS = 60;
/** How much better another k must be to replace the one in use. */
const BETTER_BY = 0.03;

/**
 * Chooses k from 1 to 4 by the Brier score of q_h over a holdout of the last h = min(60, history/3) days, and fits it to all
 * days up to `asOf`. A k whose fit is at a bound, in the holdout or in the end, is dropped.
 */
export function trainChurnModel({ histories, asOf, firstDay, kInUse }: TrainingData): Training {
  const known = histories.map((days) => days.filter((day) => day <= asOf)).filter((days) => days.length > 0);
  const history = asOf - firstDay + 1;
  const repeatCustomers = known.filter((days) => days.length > 1).length;
  const about = { asOf, history, customers: known.length, repeatCustomers };
  const unusable: Unusable[] = [];
  if (history < MINIMUM_HISTORY) unusable.push({ condition: 'history', value: history, threshold: MINIMUM_HISTORY });
  if (repeatCustomers < MINIMUM_REPEAT_CUSTOMERS)
    unusable.push({ condition: 'repeat-customers', value: repeatCustomers, threshold: MINIMUM_REPEAT_CUSTOMERS });
  if (unusable.length > 0) return { ...about, backtest: null, fit: null, unusable };

  const backtest = runBacktest(known, asOf, Math.min(HOLDOUT_DAYS, Math.floor(history / 3)));
  for (const { k, scores } of byPreference(backtest.candidates, kInUse)) {
    const fit = fitHistories(known, asOf, k);
    if (fit && !fit.atBound) return { ...about, backtest, fit, unusable: holdoutFaults(scores!, backtest.silentShare) };
  }
  return {
    ...about,
    backtest,
    fit: null,
    unusable: [{ condition: 'bound', value: ERLANG_ORDERS.length, threshold: 0 }],
  };
}

/** Those with scores, best first; the one in use before all if none is clearly better. */
function byPreference(candidates: readonly Candidate[], kInUse: ErlangOrder | null): Candidate[] {
  const ranked = candidates
    .filter(({ scores }) => scores !== null)
    .sort((one, other) => one.scores!.brier - other.scores!.brier || one.k - other.k);
  const used = ranked.find(({ k }) => k === kInUse);
  if (!used || ranked[0]!.scores!.brier <= (1 - BETTER_BY) * used.scores!.brier) return ranked;
  return [used, ...ranked.filter((one) => one !== used)];
}

function runBacktest(histories: readonly (readonly Day[])[], to: Day, days: number): Backtest {
  const window = holdoutWindow(histories, to, days);
  const earlier = holdoutWindow(histories, to - days, days);
  const naive = Object.keys(NAIVE_RULES).map((rule) => [
    rule,
    scoreForecast(foretellNaively(rule as NaiveRule, earlier, window)),
  ]);
  return {
    from: window.from,
    to: window.to,
    customers: window.customers.length,
    silentShare: meanOf(window.customers.map(({ came }) => Number(came === 0))),
    candidates: ERLANG_ORDERS.map((k) => tryOrder(histories, window, k)),
    naive: Object.fromEntries(naive) as Record<NaiveRule, ForecastScores>,
  };
}

function tryOrder(histories: readonly (readonly Day[])[], window: HoldoutWindow, k: ErlangOrder): Candidate {
  const fit = fitHistories(histories, window.from - 1, k);
  if (!fit || fit.atBound) return { k, fit, scores: null, calibration: [] };
  const forecast = foretellByModel(fit.parameters, window);
  return { k, fit, scores: scoreForecast(forecast), calibration: calibrationOf(forecast) };
}

/** A fit to the days up to `asOf`; null where nobody had bought twice by then. */
function fitHistories(histories: readonly (readonly Day[])[], asOf: Day, k: ErlangOrder): ChurnFit | null {
  let sumLogGaps = 0;
  const summaries = histories.flatMap((days) => {
    for (let i = 1; i < days.length && days[i]! <= asOf; i++) sumLogGaps += Math.log(days[i]! - days[i - 1]!);
    return summarizePurchases(days, asOf) ?? [];
  });
  return summaries.some(({ x }) => x > 0) ? fitChurn(collapseSummaries(summaries, sumLogGaps), k) : null;
}
