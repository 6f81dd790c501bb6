/** Ranks from 1, equal values sharing the mean of theirs. */
export function ranksOf(values: readonly number[]): Float64Array {
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let i = from; i < to; i++) ranks[order[i]!] = (from + to + 1) / 2;
    from = to;
  }
  return ranks;
}

/**
 * The chance that a customer with the outcome scores above one without (area under the ROC curve; ties count half: Hanley & McNeil 1982);
 * NaN when there are none of either.
 */
export function areaUnderCurve(scores: readonly number[], outcomes: readonly boolean[]): number {
  const ranks = ranksOf(scores);
  const positive = outcomes.filter(Boolean).length;
  const negative = outcomes.length - positive;
  const sum = outcomes.reduce((total, outcome, i) => total + (outcome ? ranks[i]! : 0), 0);
  return (sum - (positive * (positive + 1)) / 2) / (positive * negative);
}

/** Spearman's rank correlation, ties by mean ranks; NaN when one side is constant. */
export function rankCorrelation(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [ranksOf(one), ranksOf(other)];
  const mean = (one.length + 1) / 2;
  let [product, squaresA, squaresB] = [0, 0, 0];
  a.forEach((rank, i) => {
    product += (rank - mean) * (b[i]! - mean);
    squaresA += (rank - mean) ** 2;
    squaresB += (b[i]! - mean) ** 2;
  });
  return product / Math.sqrt(squaresA * squaresB);
}
