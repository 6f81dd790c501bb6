/** How much the diagonal is raised, as a share of itself, so that columns that hardly differ are told apart. */
const RIDGE = 1e-11;

/** Solves A·x = b for a positive (semi)definite A by Cholesky; `matrix` is overwritten with the factor. */
export function solveSymmetric(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const size = right.length;
  for (let i = 0; i < size; i++) {
    const row = matrix[i]!;
    row[i]! += RIDGE * row[i]! + Number.MIN_VALUE;
    for (let j = 0; j <= i; j++) {
      const other = matrix[j]!;
      let rest = row[j]!;
      for (let k = 0; k < j; k++) rest -= row[k]! * other[k]!;
      if (i === j) row[i] = Math.sqrt(Math.max(rest, RIDGE * RIDGE));
      else row[j] = rest / other[j]!;
    }
  }
  const x = Float64Array.from(right);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i]! -= matrix[i]![k]! * x[k]!;
    x[i]! /= matrix[i]![i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i]! -= matrix[k]![i]! * x[k]!;
    x[i]! /= matrix[i]![i]!;
  }
  return x;
}
