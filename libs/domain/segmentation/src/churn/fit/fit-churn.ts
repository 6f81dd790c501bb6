import type { ChurnParameters, ErlangOrder } from '../model/churn-model.js';
import { ChurnLikelihood } from './churn-likelihood.js';
import type { CollapsedSummaries } from './collapse-summaries.js';
import { minimize, type Minimum } from './minimize.js';

/** A fit by maximum likelihood. */
export interface ChurnFit {
  parameters: ChurnParameters;
  /** Of all customers, the constant of k included when the summaries came with Σ ln gap. */
  logLikelihood: number;
  /** Whether a parameter ran to a bound: the data do not say what it is, and the fit is not to be used. */
  atBound: boolean;
}

/** r, a and b beyond these, and α beyond them times the customers' mean t, say that the likelihood has no maximum inside. */
const RANGE = { least: 1e-3, most: 1e3 };
const LOG_RANGE = Math.log(RANGE.most);

/** r, a and b of the starts; α follows from the mean rate. */
const STARTS = [
  [1, 1, 3],
  [0.3, 0.3, 3],
  [6, 0.6, 1],
] as const;
/** The slope at which the starts are compared; the best goes on. */
const ROUGH = 1e-2;

/**
 * The parameters of MBG/CNBD-k at the greatest likelihood that several starts lead to, times in the summaries' unit. Throws `RangeError`
 * when no customer bought twice.
 */
export function fitChurn(data: CollapsedSummaries, k: ErlangOrder): ChurnFit {
  const sumOf = (value: (row: number) => number) =>
    data.weight.reduce((sum, weight, row) => sum + weight * value(row), 0);
  const total = sumOf((row) => data.times[data.t[row]!]!);
  const repeats = sumOf((row) => data.xs[data.x[row]!]!);
  if (repeats === 0) throw new RangeError('no customer has a second purchase day: there is nothing to fit');
  const unit = total / data.customers;
  const likelihood = new ChurnLikelihood(data, k);
  const middle = [0, Math.log(unit), 0, 0];
  const bounds = { lower: middle.map((value) => value - LOG_RANGE), upper: middle.map((value) => value + LOG_RANGE) };
  const rough = STARTS.map(([r, a, b]) => {
    const start = [r, (r * total) / (k * repeats), a, b].map(Math.log);
    return minimize(likelihood.meanLoss, { ...bounds, start, flat: ROUGH });
  });
  const lowest = (ones: readonly Minimum[]) => ones.reduce((least, one) => (one.value < least.value ? one : least));
  const inside = rough.filter(({ outcome }) => outcome !== 'bound');
  if (inside.length > 0) {
    const { point, inverse } = lowest(inside);
    rough.push(minimize(likelihood.meanLoss, { ...bounds, start: [...point], inverse }));
  }
  const best = lowest(rough);
  const [r, alpha, a, b] = best.point.map(Math.exp) as unknown as [number, number, number, number];
  const parameters = { k, r, alpha, a, b };
  return {
    parameters,
    logLikelihood: likelihood.logLikelihood(parameters),
    atBound: best.outcome === 'bound',
  };
}
