import { clusterOf, type Clustering, type FeatureValues } from '@orderweave/domain-segmentation';
import type { Database, Transaction } from '@orderweave/postgres';
import { aside } from '../aside/aside.js';
import { noteSegmentNews } from '../segments/segment-work.store.js';
import { isLastPage, readDrawnFeatures, readFeaturesPage } from './cluster-features.store.js';
import { readClusterVersion, readClusterVersions, saveClusterVersion } from './cluster-version.store.js';
import { claimFit, moveClusterPass, readDueTenants, startClusterPass, takeClusterPass } from './cluster-work.store.js';
import { assignClusters } from './customer-cluster.store.js';

/**
 * Finds the clusters of tenants whose clock has come to a fourth Monday, as of the end of the Sunday before, and assigns all customers to
 * them. Any number of fitters may run, in any number of processes.
 */
export class ClusterFitter {
  private stopped = false;

  constructor(private readonly database: Database) {}

  /** Works until nothing is left that nobody else works on. */
  async run(): Promise<void> {
    for (const tenant of await readDueTenants(this.database)) {
      if (!this.stopped) await this.database.transaction((tx) => this.fit(tx, tenant));
    }
    while (!this.stopped && (await this.database.transaction((tx) => this.continuePass(tx))));
  }

  /** Ends the work after what is in hand. */
  stop(): void {
    this.stopped = true;
  }

  private async fit(tx: Transaction, tenant: string): Promise<void> {
    const asOf = await claimFit(tx, tenant);
    if (asOf === null) return;
    const [last] = await readClusterVersions(tx, tenant, { limit: 1 });
    const customers = await readDrawnFeatures(tx, tenant, asOf);
    const earlier = (last?.clustering.clusters ?? []).map(({ name, centre }) => ({ name, centre }));
    const { clustering, highest } = await aside('fitClusters', { customers, earlier, highest: last?.highest ?? 0 });
    const taken = clustering.silhouettes.find(({ k }) => k === clustering.clusters.length);
    const version = (last?.version ?? 0) + 1;
    const silhouette = taken?.silhouette ?? 0;
    await saveClusterVersion(tx, tenant, {
      version,
      asOf,
      customers: customers.length,
      silhouette,
      clustering,
      highest,
    });
    await startClusterPass(tx, tenant, version);
  }

  private async continuePass(tx: Transaction): Promise<boolean> {
    const pass = await takeClusterPass(tx);
    if (!pass) return false;
    const { tenant, version, cursor } = pass;
    const { asOf, clustering } = (await readClusterVersion(tx, tenant, version))!;
    const page = await readFeaturesPage(tx, { tenant, asOf }, cursor);
    const clusters = new Map([...page].map(([id, values]) => [id, placeOf(values, clustering)]));
    const changed = await assignClusters(tx, tenant, clusters);
    // Segments look at them again, and alert nobody of what a refit alone has changed.
    const cause = { type: 'model', ref: `clusters-${version}` } as const;
    noteSegmentNews(
      tx,
      changed.map((customerId) => ({ tenant, customerId, cause })),
    );
    await moveClusterPass(tx, tenant, isLastPage(page) ? null : [...page.keys()].at(-1)!);
    return true;
  }
}

function placeOf(values: FeatureValues | null, clustering: Clustering): string | null {
  return values && clustering.clusters.length > 0 ? clusterOf(values, clustering) : null;
}
