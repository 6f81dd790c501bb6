import type { ChurnParameters, ErlangOrder } from '../model/churn-model.js';
import { digamma, logGamma } from '../model/log-gamma.js';
import type { CollapsedSummaries } from './collapse-summaries.js';

/**
 * The likelihood of MBG/CNBD-k with its slope. For one customer, with ρ = r + kx and o = κW(s) of `ChurnOutlook`:
 * ln L = r ln α − ln Γ(r) + ln Γ(ρ) + ln B(a+1, b+x) − ln B(a, b) − ρ ln(α + t_x) + ln(1 + o), and for k > 1 the constant
 * (k−1) Σ ln gap − x ln (k−1)!. What depends on x alone, or on a day alone, is worked out once an evaluation.
 */
export class ChurnLikelihood {
  private readonly byX: Record<'constant' | 'slopeR' | 'slopeA' | 'slopeB' | 'odds', Float64Array>;
  /** (ρ)_j/j! and its slope in ρ, for 0 < j < k one after the other. */
  private readonly terms: Float64Array;
  private readonly termSlopes: Float64Array;
  private readonly logTime: Float64Array;
  private readonly inverseTime: Float64Array;
  private readonly repeats: number;

  constructor(
    private readonly data: CollapsedSummaries,
    private readonly k: ErlangOrder,
  ) {
    const column = () => new Float64Array(data.xs.length);
    this.byX = { constant: column(), slopeR: column(), slopeA: column(), slopeB: column(), odds: column() };
    this.terms = new Float64Array(data.xs.length * k);
    this.termSlopes = new Float64Array(data.xs.length * k);
    this.logTime = new Float64Array(data.times.length);
    this.inverseTime = new Float64Array(data.times.length);
    this.repeats = data.x.reduce((sum, x, row) => sum + data.xs[x]! * data.weight[row]!, 0);
  }

  /** The log-likelihood of all customers. */
  logLikelihood({ r, alpha, a, b }: ChurnParameters): number {
    return this.sum([r, alpha, a, b], new Float64Array(4)) + this.constant;
  }

  /** The mean of −ln L without its constant at ln(r, α, a, b), and its slope: for `minimize`. */
  readonly meanLoss = (logs: Float64Array, gradient: Float64Array): number => {
    const [r, alpha, a, b] = logs.map(Math.exp) as unknown as [number, number, number, number];
    const sum = this.sum([r, alpha, a, b], gradient);
    [r, alpha, a, b].forEach((value, i) => (gradient[i] = (-value * gradient[i]!) / this.data.customers));
    return -sum / this.data.customers;
  };

  private get constant(): number {
    return (this.k - 1) * this.data.sumLogGaps - this.repeats * logGamma(this.k);
  }

  private sum(at: readonly [r: number, alpha: number, a: number, b: number], gradient: Float64Array): number {
    this.prepare(at);
    const { data, k, byX, terms, termSlopes, logTime, inverseTime } = this;
    const [r, alpha, a, b] = at;
    let sum = 0;
    let sumR = 0;
    let sumAlpha = 0;
    let sumA = 0;
    let sumB = 0;
    const { odds: startingOdds, constant, slopeR, slopeA, slopeB } = byX;
    for (let row = 0; row < data.rows; row++) {
      const xAt = data.x[row]!;
      const thenAt = data.tx[row]!;
      const nowAt = data.t[row]!;
      const weight = data.weight[row]!;
      const x = data.xs[xAt]!;
      const rho = r + k * x;
      const logThen = logTime[thenAt]!;
      const logRatio = logThen - logTime[nowAt]!;
      const inverseNow = inverseTime[nowAt]!;
      let phases = 1;
      let phasesRho = 0;
      let phasesY = 0;
      if (k > 1) {
        const y = (data.times[nowAt]! - data.times[thenAt]!) * inverseNow;
        let power = 1;
        for (let j = 1, cell = xAt * k + 1; j < k; j++, cell++) {
          power *= y;
          phases += terms[cell]! * power;
          phasesRho += termSlopes[cell]! * power;
          phasesY += j * terms[cell]! * power;
        }
      }
      const odds = startingOdds[xAt]! * phases * Math.exp(rho * logRatio);
      const alive = odds / (1 + odds);
      sum += weight * (constant[xAt]! - rho * logThen + Math.log1p(odds));
      sumR += weight * (slopeR[xAt]! - logThen + alive * (logRatio + phasesRho / phases));
      const inverseThen = inverseTime[thenAt]!;
      const aliveAlpha = rho * (inverseThen - inverseNow) - (phasesY / phases) * inverseNow;
      sumAlpha += weight * (r / alpha - rho * inverseThen + alive * aliveAlpha);
      sumA += weight * (slopeA[xAt]! + (1 - alive) / a);
      sumB += weight * (slopeB[xAt]! + alive / (b + x));
    }
    gradient.set([sumR, sumAlpha, sumA, sumB]);
    return sum;
  }

  private prepare([r, alpha, a, b]: readonly [number, number, number, number]): void {
    const { data, k, byX, terms, termSlopes, logTime, inverseTime } = this;
    data.times.forEach((time, i) => {
      logTime[i] = Math.log(alpha + time);
      inverseTime[i] = 1 / (alpha + time);
    });
    const shared = r * Math.log(alpha) - logGamma(r) + logGamma(a + b) - logGamma(b) + Math.log(a);
    const [psiAB, psiB] = [digamma(a + b), digamma(b)];
    const slopeR = Math.log(alpha) - digamma(r);
    data.xs.forEach((x, i) => {
      const rho = r + k * x;
      byX.constant[i] = shared + logGamma(rho) + logGamma(b + x) - logGamma(a + b + x + 1);
      byX.slopeR[i] = slopeR + digamma(rho);
      byX.slopeA[i] = psiAB - digamma(a + b + x + 1);
      byX.slopeB[i] = psiAB - digamma(a + b + x + 1) + digamma(b + x) - psiB;
      byX.odds[i] = (b + x) / a;
      let [term, harmonic] = [1, 0];
      for (let j = 1; j < k; j++) {
        term *= (rho + j - 1) / j;
        harmonic += 1 / (rho + j - 1);
        terms[i * k + j] = term;
        termSlopes[i * k + j] = term * harmonic;
      }
    });
  }
}
