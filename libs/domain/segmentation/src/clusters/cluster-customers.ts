import { CLUSTER_FEATURES, type ClusterFeature, type FeatureValues } from './cluster-features.js';
import { assignRows, kMeans, type Partition } from './k-means.js';
import { meanSilhouette } from './silhouette.js';
import { scaleOf, standardise, unscale, type FeatureScale, type Points } from './standardise.js';

/** How clusters are looked for. */
export interface ClusterPolicy {
  kLeast: number;
  kMost: number;
  starts: number;
  steps: number;
  /** Customers (drawn at random) that centres are fitted to at most, and silhouettes are taken over at most. */
  fitMost: number;
  silhouetteMost: number;
}

export const DEFAULT_CLUSTER_POLICY: ClusterPolicy = {
  kLeast: 2,
  kMost: 8,
  starts: 5,
  steps: 50,
  fitMost: 20_000,
  silhouetteMost: 1000,
};

/** A group of customers that are alike. */
export interface Cluster {
  /** `c1` is the largest. */
  name: string;
  size: number;
  /** Its share of all customers, 0 to 1. */
  share: number;
  /** The centre in standard deviations from the mean, on a logarithmic scale. */
  deviations: Record<ClusterFeature, number>;
  /** The centre in the features' own units: about the geometric mean of its customers. */
  centre: Record<ClusterFeature, number>;
}

/** The clusters that were found, and what it takes to assign a further customer. */
export interface Clustering {
  clusters: readonly Cluster[];
  /** Mean silhouette by number of clusters, as it was tried. */
  silhouettes: readonly { k: number; silhouette: number }[];
  scale: FeatureScale;
  /** Centres in the order of `clusters`. */
  centres: Points;
}

/** Too few for groups to mean anything. */
const FEWEST = 10;

/**
 * Groups customers by k-means on standardised logarithms of their features, with the number of clusters of the greatest mean silhouette (the
 * least of several). One cluster when there are fewer than 10 customers, or all are alike. The same customers in the same order and the
 * same random numbers (from 0 to below 1) give the same clusters.
 */
export function clusterCustomers(
  customers: readonly FeatureValues[],
  random: () => number,
  policy: ClusterPolicy = DEFAULT_CLUSTER_POLICY,
): Clustering {
  const scale = scaleOf(customers);
  const points = standardise(customers, scale);
  const fitted = drawRows(points, policy.fitMost, random);
  const judged = drawRows(fitted, policy.silhouetteMost, random);
  let best: { centres: Points; silhouette: number } = { centres: centreOf(points), silhouette: 0 };
  const silhouettes: { k: number; silhouette: number }[] = [];
  const most = customers.length < FEWEST ? 0 : Math.min(policy.kMost, distinctRows(fitted, policy.kMost));
  for (let k = policy.kLeast; k <= most; k++) {
    const { centres } = kMeans(fitted, { k, random, starts: policy.starts, steps: policy.steps });
    const silhouette = meanSilhouette(judged, assignRows(judged, centres).nearest, k);
    silhouettes.push({ k, silhouette });
    if (silhouette > best.silhouette) best = { centres, silhouette };
  }
  return { ...inOrder(assignRows(points, best.centres), scale), silhouettes, scale };
}

/** The cluster of a customer, such as `c2`. */
export function clusterOf(customer: FeatureValues, { clusters, centres, scale }: Clustering): string {
  const [nearest] = assignRows(standardise([customer], scale), centres).nearest;
  return clusters[nearest!]!.name;
}

/** The largest cluster first. */
function inOrder({ centres, nearest }: Partition, scale: FeatureScale): Pick<Clustering, 'clusters' | 'centres'> {
  const sizes = new Array<number>(centres.rows).fill(0);
  for (const cluster of nearest) sizes[cluster]!++;
  const order = sizes.map((_, cluster) => cluster).sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const { columns } = centres;
  const values = new Float64Array(order.length * columns);
  order.forEach((cluster, place) =>
    values.set(centres.values.subarray(cluster * columns, (cluster + 1) * columns), place * columns),
  );
  const clusters = order.map((cluster, place): Cluster => {
    const size = sizes[cluster]!;
    const row = [...values.subarray(place * columns, (place + 1) * columns)];
    return {
      name: `c${place + 1}`,
      size,
      share: nearest.length === 0 ? 0 : size / nearest.length,
      deviations: byFeature(row),
      centre: byFeature(row.map((value, column) => unscale(value, column, scale))),
    };
  });
  return { clusters, centres: { values, rows: order.length, columns } };
}

function byFeature(row: readonly number[]): Record<ClusterFeature, number> {
  return Object.fromEntries(CLUSTER_FEATURES.map((feature, column) => [feature, row[column]!])) as Record<
    ClusterFeature,
    number
  >;
}

function centreOf({ columns }: Points): Points {
  return { values: new Float64Array(columns), rows: 1, columns };
}

/** `count` rows drawn without replacement, in their order; all if there are no more. */
function drawRows(points: Points, count: number, random: () => number): Points {
  if (points.rows <= count) return points;
  const { columns } = points;
  const values = new Float64Array(count * columns);
  let taken = 0;
  for (let row = 0; row < points.rows && taken < count; row++) {
    // Selection sampling: Knuth, "The Art of Computer Programming", 3.4.2, algorithm S.
    if (random() * (points.rows - row) >= count - taken) continue;
    values.set(points.values.subarray(row * columns, (row + 1) * columns), taken++ * columns);
  }
  return { values, rows: count, columns };
}

/** The number of different rows, or `most` if there are more. */
function distinctRows({ values, rows, columns }: Points, most: number): number {
  const seen = new Set<string>();
  for (let row = 0; row < rows && seen.size < most; row++) {
    seen.add(values.subarray(row * columns, (row + 1) * columns).join());
  }
  return seen.size;
}
