import { squaredDistance } from './k-means.js';
import type { Points } from './standardise.js';

/**
 * The mean silhouette of a partition, from −1 to 1 (Rousseeuw 1987): of each row (b − a) / max(a, b), where a is its mean distance to
 * the others of its cluster and b the least mean distance to those of another; 0 for a row alone in its cluster. Costs the square
 * of the rows.
 */
export function meanSilhouette(points: Points, nearest: Uint32Array, k: number): number {
  const counts = new Uint32Array(k);
  for (const cluster of nearest) counts[cluster]!++;
  const sums = new Float64Array(k);
  let total = 0;
  for (let row = 0; row < points.rows; row++) {
    sums.fill(0);
    for (let other = 0; other < points.rows; other++) {
      sums[nearest[other]!]! += Math.sqrt(squaredDistance(points, row, points, other));
    }
    total += silhouetteOf(nearest[row]!, sums, counts);
  }
  return points.rows === 0 ? 0 : total / points.rows;
}

function silhouetteOf(own: number, sums: Float64Array, counts: Uint32Array): number {
  if (counts[own]! < 2) return 0;
  const within = sums[own]! / (counts[own]! - 1);
  let between = Number.POSITIVE_INFINITY;
  for (let cluster = 0; cluster < sums.length; cluster++) {
    if (cluster !== own && counts[cluster]! > 0) between = Math.min(between, sums[cluster]! / counts[cluster]!);
  }
  if (between === Number.POSITIVE_INFINITY) return 0;
  const most = Math.max(within, between);
  return most === 0 ? 0 : (between - within) / most;
}
