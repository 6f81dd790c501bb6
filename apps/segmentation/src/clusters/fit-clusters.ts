import {
  clusterCustomers,
  matchClusters,
  seededRandom,
  type Clustering,
  type FeatureValues,
  type NumberedCluster,
} from '@orderweave/domain-segmentation';

/** What clusters are found from: plain data, so that it can go to another thread. */
export interface ClusterInput {
  readonly customers: readonly FeatureValues[];
  /** The clusters of the version before, whose numbers stay. */
  readonly earlier: readonly NumberedCluster[];
  readonly highest: number;
}

/** Always the same draws, so that the same customers are grouped in the same way. */
const SEED = 1;

/** Finds clusters and numbers them. Takes seconds for tens of thousands of customers: not for a thread that serves. */
export function fitClusters({ customers, earlier, highest }: ClusterInput): {
  clustering: Clustering;
  highest: number;
} {
  const fresh = clusterCustomers(customers, seededRandom(SEED));
  // Where there is nobody there is no group either, and no number is given away.
  if (customers.length === 0) return { clustering: { ...fresh, clusters: [] }, highest };
  return matchClusters(fresh, earlier, highest);
}
