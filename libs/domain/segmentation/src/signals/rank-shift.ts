const criticals = new Map<string, number>();

/**
 * The one-sided rank-sum test of Wilcoxon, Mann & Whitney: whether the latest values are so much greater than the earlier ones that, had all
 * been drawn alike, the chance of it is at most `accident`. Equal values share a middle rank, which makes the test stricter. It looks
 * at the order of the values alone, so that a single huge one counts no more than a large one, and never ceases to hold
 * when one of the latest grows.
 */
export function ranksHigher(recent: readonly number[], earlier: readonly number[], accident: number): boolean {
  return rankSum(recent, earlier) >= criticalSum(recent.length, earlier.length, accident);
}

/** The sum of the ranks of `recent` among all values, from 1 for the least; ties share their middle rank. */
export function rankSum(recent: readonly number[], earlier: readonly number[]): number {
  let sum = (recent.length * (recent.length + 1)) / 2;
  for (const value of recent) {
    for (const other of earlier) sum += value > other ? 1 : value === other ? 0.5 : 0;
  }
  return sum;
}

/** The least sum of ranks whose chance (or that of a greater one) is at most `accident`; infinite if there is none. */
export function criticalSum(recent: number, earlier: number, accident: number): number {
  const key = `${recent} ${earlier} ${accident}`;
  let critical = criticals.get(key);
  if (critical === undefined) {
    critical = computeCritical(recent, earlier, accident);
    criticals.set(key, critical);
  }
  return critical;
}

function computeCritical(recent: number, earlier: number, accident: number): number {
  const counts = countSums(recent, recent + earlier);
  const all = counts.reduce((sum, count) => sum + count, 0);
  let tail = 0;
  let critical = Number.POSITIVE_INFINITY;
  for (let sum = counts.length - 1; sum >= 0; sum--) {
    tail += counts[sum]!;
    if (tail / all > accident) break;
    if (counts[sum]! > 0) critical = sum;
  }
  return critical;
}

/** How many ways there are to choose `size` of the ranks 1 to `total`, by their sum. */
function countSums(size: number, total: number): number[] {
  const most = size * total;
  const ways = Array.from({ length: size + 1 }, () => new Array<number>(most + 1).fill(0));
  ways[0]![0] = 1;
  for (let rank = 1; rank <= total; rank++) {
    for (let chosen = size; chosen >= 1; chosen--) {
      const [into, from] = [ways[chosen]!, ways[chosen - 1]!];
      for (let sum = most; sum >= rank; sum--) into[sum]! += from[sum - rank]!;
    }
  }
  return ways[size]!;
}
