import type { EtsForm, EtsParameters } from './ets-form.js';

/** Level, trend and the season's offsets by position (t mod season). */
export interface EtsState {
  level: number;
  trend: number;
  offsets: Float64Array;
}

/** A state of zeros, and how its coordinates are numbered: level, trend if any, then all offsets but the last, which makes their sum 0. */
export function stateOf(form: EtsForm, season: number, coordinates: ArrayLike<number>): EtsState {
  const trend = form.trend === 'N' ? 0 : coordinates[1]!;
  const offsets = new Float64Array(form.seasonal ? season : 1);
  if (form.seasonal) {
    const first = form.trend === 'N' ? 1 : 2;
    for (let i = 0; i < season - 1; i++) {
      offsets[i] = coordinates[first + i]!;
      offsets[season - 1]! -= offsets[i]!;
    }
  }
  return { level: coordinates[0]!, trend, offsets };
}

/** How many coordinates a form's state has. */
export function stateSize({ trend, seasonal }: EtsForm, season: number): number {
  return 1 + (trend === 'N' ? 0 : 1) + (seasonal ? season - 1 : 0);
}

/** One-step errors of values, by which the state moves on (innovations form; Hyndman et al. 2008, "Forecasting with Exponential Smoothing"). */
export function smooth(values: ArrayLike<number>, state: EtsState, by: EtsParameters): Float64Array {
  const { alpha, beta, gamma, phi } = by;
  const { offsets } = state;
  const errors = new Float64Array(values.length);
  for (let t = 0; t < values.length; t++) {
    const at = t % offsets.length;
    const expected = state.level + phi * state.trend;
    const error = values[t]! - expected - offsets[at]!;
    state.level = expected + alpha * error;
    state.trend = phi * state.trend + beta * error;
    offsets[at]! += gamma * error;
    errors[t] = error;
  }
  return errors;
}
