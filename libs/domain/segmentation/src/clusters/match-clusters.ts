import type { FeatureValues } from './cluster-features.js';
import type { Cluster, Clustering } from './cluster-customers.js';
import { squaredDistance } from './k-means.js';
import { standardise } from './standardise.js';

/** A cluster of an earlier fit: its number stays with the customers that are like that. */
export interface NumberedCluster {
  /** `c3` has the number 3. */
  name: string;
  /** In the features' own units. */
  centre: FeatureValues;
}

/** Standard deviations that a centre may have moved and still be taken for the same. */
const MOVED_MOST = 2;

/**
 * The clusters with the names of those of an earlier fit whose centres they are nearest to, the nearest pairs first; what is like none of them
 * gets a number that none has had. `highest` is the highest number ever given. Sizes, centres and the order of clusters stay.
 */
export function matchClusters(
  fresh: Clustering,
  earlier: readonly NumberedCluster[],
  highest: number,
): { clustering: Clustering; highest: number } {
  const before = standardise(
    earlier.map(({ centre }) => centre),
    fresh.scale,
  );
  const pairs = earlier.flatMap((_, row) =>
    fresh.clusters.map((__, cluster) => ({
      row,
      cluster,
      distance: squaredDistance(before, row, fresh.centres, cluster),
    })),
  );
  pairs.sort((a, b) => a.distance - b.distance || a.row - b.row || a.cluster - b.cluster);
  const names = new Map<number, string>();
  const taken = new Set<number>();
  for (const { row, cluster, distance } of pairs) {
    if (distance > MOVED_MOST ** 2 || taken.has(row) || names.has(cluster)) continue;
    names.set(cluster, earlier[row]!.name);
    taken.add(row);
  }
  let last = highest;
  const clusters = fresh.clusters.map((one, index): Cluster => ({ ...one, name: names.get(index) ?? `c${++last}` }));
  return { clustering: { ...fresh, clusters }, highest: last };
}
