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
  const xs = distinct(Float64Array.from(summaries, ({ x }) => x));
  const times = distinct(Float64Array.from(summaries.flatMap(({ tx, t }) => [tx, t])));
  const [xIndex, timeIndex] = [indexOf(xs), indexOf(times)];
  const columns = summaries.map(({ x, tx, t }) => [xIndex.get(x)!, timeIndex.get(tx)!, timeIndex.get(t)!] as const);
  columns.sort((one, two) => one[0] - two[0] || one[1] - two[1] || one[2] - two[2]);
  const starts = columns.flatMap((column, i) => {
    const before = columns[i - 1];
    return before && column.every((value, at) => value === before[at]) ? [] : i;
  });
  const rowsOf = (at: 0 | 1 | 2) => Uint32Array.from(starts, (start) => columns[start]![at]);
  return {
    customers: summaries.length,
    rows: starts.length,
    ...{ xs, times, sumLogGaps },
    ...{ x: rowsOf(0), tx: rowsOf(1), t: rowsOf(2) },
    weight: Float64Array.from(starts, (start, row) => (starts[row + 1] ?? columns.length) - start),
  };
}

function distinct(values: Float64Array): Float64Array {
  values.sort();
  return values.filter((value, i) => i === 0 || value !== values[i - 1]);
}

function indexOf(values: Float64Array): Map<number, number> {
  return new Map(Array.from(values, (value, i) => [value, i]));
}
