import { minimize, type Minimum } from '../fit/minimize.js';
import { digamma, logGamma } from '../model/log-gamma.js';
import type { GammaGamma } from './gamma-gamma.js';
import type { RepeatSpend } from './repeat-spend.js';

/** A fit by maximum likelihood. */
export interface GammaGammaFit {
  parameters: GammaGamma;
  logLikelihood: number;
  /**
   * Whether a parameter ran to a bound: the amounts of a customer hardly differ (p), or those of customers (q). The means that follow hold all
   * the same.
   */
  atBound: boolean;
  /** Whether there is a mean for customers of whom no repeat day is known: q above 1. Without it the fit is not to be used. */
  hasMean: boolean;
}

const LOG_RANGE = Math.log(1e4);
/** p and q of the starts; γ follows from the mean spend. */
const STARTS = [
  [2, 3],
  [8, 3],
  [0.7, 8],
] as const;

/** The Gamma-Gamma parameters at the greatest likelihood; customers without a repeat day or with a mean of 0 or less are left out. */
export function fitGammaGamma(spends: readonly RepeatSpend[]): GammaGammaFit | null {
  const used = spends.filter(({ x, mean }) => x > 0 && mean > 0);
  if (used.length === 0) return null;
  const unit = used.reduce((sum, { mean }) => sum + mean, 0) / used.length;
  const loss = lossOf(used);
  const middle = [0, 0, Math.log(unit)];
  const bounds = { lower: middle.map((value) => value - LOG_RANGE), upper: middle.map((value) => value + LOG_RANGE) };
  const found = STARTS.map(([p, q]) =>
    minimize(loss, { ...bounds, start: [p, q, ((q - 1) * unit) / p].map(Math.log) }),
  );
  const best = found.reduce((least: Minimum, one) => (one.value < least.value ? one : least));
  const [p, q, gamma] = best.point.map(Math.exp) as unknown as [number, number, number];
  return {
    parameters: { p, q, gamma },
    logLikelihood: -best.value * used.length,
    atBound: best.outcome === 'bound',
    hasMean: q > 1,
  };
}

/** The mean of −ln L at ln(p, q, γ) with its slope, where ln L is, with P = px, Γ(P+q)/Γ(P)Γ(q) · γ^q z̄^(P−1) x^P / (γ + x z̄)^(P+q). */
function lossOf(spends: readonly RepeatSpend[]): (logs: Float64Array, gradient: Float64Array) => number {
  return (logs, gradient) => {
    const [p, q, gamma] = logs.map(Math.exp) as unknown as [number, number, number];
    let [sum, slopeP, slopeQ, slopeGamma] = [0, 0, 0, 0];
    const [logGammaQ, psiQ, logScale] = [logGamma(q), digamma(q), Math.log(gamma)];
    for (const { x, mean } of spends) {
      const [shape, total] = [p * x, gamma + x * mean];
      const [logTotal, logSpent] = [Math.log(total), Math.log(x * mean)];
      sum += logGamma(shape + q) - logGamma(shape) - logGammaQ + q * logScale - Math.log(mean) + shape * logSpent;
      sum -= (shape + q) * logTotal;
      const psi = digamma(shape + q);
      slopeP += x * (psi - digamma(shape) + logSpent - logTotal);
      slopeQ += psi - psiQ + logScale - logTotal;
      slopeGamma += q / gamma - (shape + q) / total;
    }
    const scale = -1 / spends.length;
    gradient.set([scale * p * slopeP, scale * q * slopeQ, scale * gamma * slopeGamma]);
    return scale * sum;
  };
}
