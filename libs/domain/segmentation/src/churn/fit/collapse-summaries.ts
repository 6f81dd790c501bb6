import type { PurchaseSummary } from '../model/purchase-summary.js';

/** Customers with identical summaries as one row with their number, in columns; x, t_x and t by their index among the distinct ones. */
export interface CollapsedSummaries {
  readonly customers: number;
  readonly rows: number;
  /** Distinct values: of x ascending, of times in any order. */
  readonly xs: Float64Array;
  readonly times: Float64Array;
  /** By row. */
  readonly x: Uint32Array;
  readonly tx: Uint32Array;
  readonly t: Uint32Array;
  readonly weight: Float64Array;
  /** Σ ln gap over all repeat purchases, in days: a constant of the likelihood for k above 1. */
  readonly sumLogGaps: number;
}

/** Collapses summaries; `sumLogGaps` may be left out where only k = 1 or differences between parameters matter. */
export function collapseSummaries(summaries: readonly PurchaseSummary[], sumLogGaps = 0): CollapsedSummaries {
  const xs = distinct(summaries.map(({ x }) => x));
  const times = distinct(summaries.flatMap(({ tx, t }) => [tx, t]));
  const [xIndex, timeIndex] = [indexOf(xs), indexOf(times)];
  // A row as one number, so that sorting is cheap: exact while |xs| · |times|² is below 2^53.
  const keys = Float64Array.from(
    summaries,
    ({ x, tx, t }) => (xIndex.get(x)! * times.length + timeIndex.get(tx)!) * times.length + timeIndex.get(t)!,
  ).sort();
  const starts: number[] = [];
  keys.forEach((key, i) => {
    if (key !== keys[i - 1]) starts.push(i);
  });
  const rowsOf = (part: (key: number) => number) => Uint32Array.from(starts, (start) => part(keys[start]!));
  return {
    customers: summaries.length,
    rows: starts.length,
    ...{ xs, times, sumLogGaps },
    x: rowsOf((key) => Math.floor(key / times.length / times.length)),
    tx: rowsOf((key) => Math.floor(key / times.length) % times.length),
    t: rowsOf((key) => key % times.length),
    weight: Float64Array.from(starts, (start, row) => (starts[row + 1] ?? keys.length) - start),
  };
}

function distinct(values: readonly number[]): Float64Array {
  return Float64Array.from(new Set(values)).sort();
}

function indexOf(values: Float64Array): Map<number, number> {
  return new Map(Array.from(values, (value, i) => [value, i]));
}
