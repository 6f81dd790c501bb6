import { aliveProbability } from '../model/churn-measures.js';
import type { ChurnParameters } from '../model/churn-model.js';
import { expectedPurchases } from '../model/expected-purchases.js';
import type { PurchaseSummary } from '../model/purchase-summary.js';
import { drawBeta, drawGamma, type Random } from './draw-gamma.js';
import { expectedSpend, type GammaGamma } from './gamma-gamma.js';
import type { RepeatSpend } from './repeat-spend.js';

/** A customer and the models of its purchases and of its spend. */
export interface ValueInput {
  churn: ChurnParameters;
  spend: GammaGamma;
  summary: PurchaseSummary;
  repeats: RepeatSpend;
}

/** The value to come in twelve months, in the tenant's currency; an estimate. */
export interface CustomerValue {
  /** Purchase days to expect in twelve months. */
  purchases: number;
  /** Mean amount to expect of each. */
  spend: number;
  undiscounted: number;
  /** Each month's value at its end, discounted at 10 % a year. */
  discounted: number;
}

/** The middle 80 % of what may come: from the 10th to the 90th percentile. */
export interface ValueInterval {
  undiscounted: { low: number; high: number };
  discounted: { low: number; high: number };
}

const MONTHS = 12;
const MONTH_DAYS = 365 / MONTHS;
const YEARLY_DISCOUNT = 0.1;
const DRAWS = 2_000;

/** Expected purchases by month × the Gamma-Gamma mean, spend being independent of frequency (Fader, Hardie & Lee 2005, "RFM and CLV"). */
export function customerValue({ churn, spend, summary, repeats }: ValueInput): CustomerValue {
  const mean = expectedSpend(spend, repeats);
  let [purchases, discounted] = [0, 0];
  for (let month = 1; month <= MONTHS; month++) {
    const until = expectedPurchases(churn, summary, month * MONTH_DAYS);
    discounted += (until - purchases) * discountAt(month);
    purchases = until;
  }
  return { purchases, spend: mean, undiscounted: purchases * mean, discounted: discounted * mean };
}

/** Plays the customer's next twelve months `draws` times, by draws of its own rate, of leaving, and of its spend. */
export function customerValueInterval(input: ValueInput, random: Random, draws = DRAWS): ValueInterval {
  const undiscounted = new Float64Array(draws);
  const discounted = new Float64Array(draws);
  const { p, q, gamma } = input.spend;
  const x = input.repeats.mean > 0 ? input.repeats.x : 0;
  for (let draw = 0; draw < draws; draw++) {
    const months = playYear(input, random);
    const rate = drawGamma(q + p * x, random) / (gamma + x * input.repeats.mean);
    months.forEach((purchases, index) => {
      if (purchases === 0) return;
      const amount = drawGamma(p * purchases, random) / rate;
      undiscounted[draw]! += amount;
      discounted[draw]! += amount * discountAt(index + 1);
    });
  }
  return { undiscounted: middleOf(undiscounted), discounted: middleOf(discounted) };
}

/** Purchases in each month of one possible year: given the history, the rate is gamma in each phase of the running gap. */
function playYear({ churn, summary }: ValueInput, random: Random): number[] {
  const { k, r, alpha, a, b } = churn;
  const { x, tx, t } = summary;
  const months = new Array<number>(MONTHS).fill(0);
  if (random() >= aliveProbability(churn, summary)) return months;
  const phase = drawPhase(k, r + k * x, { y: (t - tx) / (alpha + t), random });
  const rate = drawGamma(r + k * x + phase, random) / (alpha + t);
  const leaves = drawBeta(a, b + x + 1, random);
  for (let at = drawGamma(k - phase, random) / rate; at < 365; at += drawGamma(k, random) / rate) {
    months[Math.floor(at / MONTH_DAYS)]! += 1;
    if (random() < leaves) break;
  }
  return months;
}

/** Phases of the running gap that have passed: j has the weight (ρ)_j/j! y^j. */
function drawPhase(k: number, rho: number, { y, random }: { y: number; random: Random }): number {
  const weights = [1];
  for (let j = 1; j < k; j++) weights.push(weights[j - 1]! * ((rho + j - 1) / j) * y);
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  const phase = weights.findIndex((weight) => (left -= weight) < 0);
  return phase === -1 ? k - 1 : phase;
}

function discountAt(month: number): number {
  return (1 + YEARLY_DISCOUNT) ** (-month / MONTHS);
}

function middleOf(values: Float64Array): { low: number; high: number } {
  values.sort();
  const at = (share: number) => values[Math.round(share * (values.length - 1))]!;
  return { low: at(0.1), high: at(0.9) };
}
