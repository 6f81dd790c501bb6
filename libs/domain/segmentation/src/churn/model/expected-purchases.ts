import { aliveProbability } from './churn-measures.js';
import type { ChurnParameters } from './churn-model.js';
import { logGamma } from './log-gamma.js';
import type { PurchaseSummary } from './purchase-summary.js';

/** Terms below this share of the sum are left out. */
const NEGLIGIBLE = 1e-13;

/**
 * Expected purchase days in the next `horizon` days, given the history: E[X(T, T+H) | x, t_x, T].
 *
 * Exact for every k: given that the customer is alive, j < k phases of the running gap have passed with weight (ρ)_j/j! y^j,
 * y = s/(α+T); the phases to come in H are then negative binomial with size ρ+j and z = H/(α+T+H); i of them complete ⌊(j+i)/k⌋ gaps,
 * and the n-th purchase needs n−1 survived ones, of mean B(a, b+x+n)/B(a, b+x+1). At k = 1 it is the closed form
 * of Batislam, Denizel & Filiztekin (2007).
 */
export function expectedPurchases(model: ChurnParameters, summary: PurchaseSummary, horizon: number): number {
  const { x, tx, t } = summary;
  if (!(horizon > 0)) return 0;
  const { k, r, alpha } = model;
  const survived = new SurvivedPurchases(model, x);
  const y = (t - tx) / (alpha + t);
  let [weight, weights, sum] = [1, 0, 0];
  for (let phases = 0; phases < k; phases++) {
    const size = r + k * x + phases;
    sum += weight * meanOver(size, horizon / (alpha + t), (count) => survived.upTo(Math.floor((phases + count) / k)));
    weights += weight;
    weight *= (size / (phases + 1)) * y;
  }
  return (aliveProbability(model, summary) * sum) / weights;
}

/** Σ_{n ≤ m} of the chance to be alive for the n-th purchase to come. */
class SurvivedPurchases {
  private readonly sums = [0];
  private chance = 1;

  constructor(
    private readonly model: ChurnParameters,
    private readonly x: number,
  ) {}

  upTo(purchases: number): number {
    const { a, b } = this.model;
    while (this.sums.length <= purchases) {
      const alive = b + this.x + this.sums.length;
      this.sums.push(this.sums[this.sums.length - 1]! + this.chance);
      this.chance *= alive / (a + alive);
    }
    return this.sums[purchases]!;
  }
}

/** The mean of a growing function of a negative binomial count, odds z/(1−z) = `odds`; from its mode outwards, so that nothing underflows. */
function meanOver(size: number, odds: number, value: (count: number) => number): number {
  const z = odds / (1 + odds);
  const mode = Math.max(0, Math.floor((size - 1) * odds));
  const logPeak = logGamma(size + mode) - logGamma(size) - logGamma(mode + 1);
  const peak = Math.exp(logPeak + (mode > 0 ? mode * Math.log(z) : 0) - size * Math.log1p(odds));
  let sum = peak * value(mode);
  for (let [count, share] = [mode, peak]; count > 0 && share > NEGLIGIBLE * peak; count--) {
    share *= count / ((size + count - 1) * z);
    sum += share * value(count - 1);
  }
  // The function may be 0 at first; a share of 0 has left the range of doubles.
  for (let [count, share, last] = [mode, peak, Infinity]; share > 0 && last >= NEGLIGIBLE * sum;) {
    const step = (z * (size + count)) / (count + 1);
    share *= step;
    count++;
    const part = share * value(count);
    sum += part;
    // What is left falls at least as fast as a geometric series of the next step; before that it cannot end.
    last = step < 1 ? (part / (1 - step)) * (1 + 1 / (1 - step) / count) : Infinity;
  }
  return sum;
}
