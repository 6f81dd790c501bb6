import type { FittedDemand, PeriodOutlook } from '../demand-method.js';
import { minimizeInBox } from '../minimize-in-box.js';
import { ETS_FORMS, etsName, parametersAt, smoothingCount, type EtsForm, type EtsParameters } from './ets-form.js';
import { smooth, stateOf, stateSize, type EtsState } from './ets-state.js';
import { bestInitialState } from './initial-state.js';

/** Longer seasons have more offsets than a series can tell: then ETS goes without, as R's `ets` does. */
export const LONGEST_ETS_SEASON = 24;

/** A form fitted to a series by maximum likelihood. */
export interface EtsFit {
  form: EtsForm;
  season: number;
  parameters: EtsParameters;
  /** After the last value. */
  state: EtsState;
  /** Position of the first value to come in the season. */
  next: number;
  sse: number;
  logLikelihood: number;
  /** Corrected Akaike criterion; infinite where values are too few for the form. */
  aicc: number;
  sigma: number;
}

/** Fits one form: smoothing by search, the first state by least squares, normal errors. */
export function fitEtsForm(values: readonly number[], form: EtsForm, season: number): EtsFit {
  const size = values.length;
  const about = (by: EtsParameters) => {
    const state = stateOf(form, season, bestInitialState(values, { form, season, by }));
    const sse = smooth(values, state, by).reduce((sum, error) => sum + error * error, 0);
    return { state, sse };
  };
  // Logarithms make small and large amounts alike to the search.
  const cost = (point: readonly number[]) => Math.log(about(parametersAt(form, point)).sse + Number.MIN_VALUE);
  const start = new Array<number>(smoothingCount(form)).fill(0.3);
  const parameters = parametersAt(form, minimizeInBox(cost, minimizeInBox(cost, start).point, 150).point);
  const { state, sse } = about(parameters);
  const count = smoothingCount(form) + stateSize(form, season);
  const logLikelihood = (-size / 2) * (Math.log((2 * Math.PI * sse) / size) + 1);
  const spare = size - (count + 1) - 1;
  const aicc =
    spare > 0
      ? -2 * logLikelihood + 2 * (count + 1) + (2 * (count + 1) * (count + 2)) / spare
      : Number.POSITIVE_INFINITY;
  const sigma = Math.sqrt(sse / Math.max(1, size - count));
  return { form, season, parameters, state, next: size % season, sse, logLikelihood, aicc, sigma };
}

/** The form with the least AICc (Hyndman et al. 2002), the simpler of equal ones. At least one value. */
export function fitEts(values: readonly number[], season: number, forms = ETS_FORMS): EtsFit {
  const length = season <= LONGEST_ETS_SEASON ? season : 1;
  const possible = forms.filter(({ seasonal }) => length > 1 || !seasonal);
  const fits = (possible.length > 0 ? possible : ETS_FORMS.slice(0, 1)).map((form) => fitEtsForm(values, form, length));
  return fits.reduce((best, fit) => (fit.aicc < best.aicc ? fit : best));
}

/** An ETS fit as a method. */
export function etsDemand(fit: EtsFit): FittedDemand {
  const { alpha, beta, gamma, phi } = fit.parameters;
  return {
    method: 'ets',
    form: etsName(fit.form),
    season: fit.form.seasonal ? fit.season : 1,
    parameters: { alpha, beta, gamma, phi, sigma: fit.sigma },
    foretell: (horizon) => foretell(fit, horizon),
  };
}

/** Means and the exact variances σ²(1 + Σ c_j²), c_j = α + β·φ_j + γ·[season divides j] (Hyndman et al. 2008, table 6.1, class 1). */
function foretell({ form, season, parameters, state, next, sigma }: EtsFit, horizon: number): PeriodOutlook[] {
  const { alpha, beta, gamma, phi } = parameters;
  let [damped, variance] = [0, 1];
  return Array.from({ length: horizon }, (_, index) => {
    const ahead = index + 1;
    if (index > 0) variance += (alpha + beta * damped + (form.seasonal && index % season === 0 ? gamma : 0)) ** 2;
    damped += phi ** ahead;
    const offset = form.seasonal ? state.offsets[(next + index) % season]! : 0;
    return { mean: state.level + damped * state.trend + offset, sd: sigma * Math.sqrt(variance) };
  });
}
