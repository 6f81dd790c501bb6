import type { EtsForm, EtsParameters } from './ets-form.js';
import { smooth, stateOf, stateSize } from './ets-state.js';
import { solveSymmetric } from './solve-symmetric.js';

/**
 * The coordinates of the first state under which the errors have the least sum of squares, for given smoothing. Errors are an affine
 * function of the first state where all is additive, so that it need not be searched for (Ord, Koehler & Snyder 1997): e = e₀ + D·x.
 */
export function bestInitialState(
  values: readonly number[],
  { form, season, by }: { form: EtsForm; season: number; by: EtsParameters },
): Float64Array {
  const size = stateSize(form, season);
  const without = smooth(values, stateOf(form, season, new Float64Array(size)), by);
  const nothing = new Float64Array(values.length);
  const columns = Array.from({ length: size }, (_, axis) => {
    const unit = new Float64Array(size);
    unit[axis] = 1;
    return smooth(nothing, stateOf(form, season, unit), by);
  });
  const matrix = columns.map((column, i) => {
    const row = new Float64Array(size);
    for (let j = 0; j <= i; j++) row[j] = dot(column, columns[j]!);
    return row;
  });
  return solveSymmetric(
    matrix,
    Float64Array.from(columns, (column) => -dot(column, without)),
  );
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < one.length; t++) sum += one[t]! * other[t]!;
  return sum;
}
