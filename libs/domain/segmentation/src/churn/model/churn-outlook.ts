import type { ChurnParameters } from './churn-model.js';

/**
 * What MBG/CNBD-k says of one customer after any silence. With ρ = r + kx and y = s / (α + t_x + s), the chance that the next gap of a
 * customer who is alive lasts longer than s is W(s) = (1−y)^ρ Σ_{j<k} (ρ)_j/j! y^j, and the odds of being alive right after the
 * last purchase are κ = (b+x)/a. Then A/D of the likelihood is κW(s): every gamma and beta function cancels, and nothing
 * overflows for x of several hundred or decades of days.
 */
export class ChurnOutlook {
  private readonly k: number;
  private readonly rho: number;
  private readonly scale: number;
  private readonly odds: number;

  constructor({ k, r, alpha, a, b }: ChurnParameters, { x, tx }: { x: number; tx: number }) {
    this.k = k;
    this.rho = r + k * x;
    this.scale = alpha + tx;
    this.odds = (b + x) / a;
  }

  /** P(alive) after a silence of `silence` days. */
  alive(silence: number): number {
    const odds = this.odds * Math.exp(this.logSurvival(silence));
    return odds / (1 + odds);
  }

  /** The chance of an order within the `horizon` days that follow a silence: 1 − q_H. */
  chance(silence: number, horizon: number): number {
    const now = Math.exp(this.logSurvival(silence));
    const then = Math.exp(this.logSurvival(silence + horizon));
    return (this.odds * (now - then)) / (1 + this.odds * now);
  }

  /** ln W(s): of the chance that the gap of a customer who stays alive lasts longer than `silence` days. */
  logSurvival(silence: number): number {
    const ratio = silence / this.scale;
    const y = ratio / (1 + ratio);
    let [term, sum] = [1, 1];
    for (let j = 1; j < this.k; j++) {
      term *= ((this.rho + j - 1) / j) * y;
      sum += term;
    }
    return Math.log(sum) - this.rho * Math.log1p(ratio);
  }
}
