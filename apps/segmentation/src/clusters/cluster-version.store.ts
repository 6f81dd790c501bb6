import type { Day } from '@orderweave/domain-ordering';
import type { Cluster, Clustering } from '@orderweave/domain-segmentation';
import { statement, type Transaction } from '@orderweave/postgres';

type Reader = Pick<Transaction, 'query'>;

const COLUMNS = 'version, as_of, customers, silhouette, silhouettes, clusters, scale, centres, highest';
const PAGE = statement(
  'cluster-version.page',
  `SELECT ${COLUMNS} FROM cluster_version WHERE tenant = $1 AND version < $2 ORDER BY version DESC LIMIT $3`,
);
const ONE = statement(
  'cluster-version.one',
  `SELECT ${COLUMNS} FROM cluster_version WHERE tenant = $1 AND version = $2`,
);
const SAVE = statement(
  'cluster-version.save',
  `INSERT INTO cluster_version (tenant, ${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
);
const NEWEST = 2 ** 31 - 1;

/** The clusters of one fit. */
export interface ClusterVersion {
  readonly version: number;
  /** The day as of whose end customers were looked at. */
  readonly asOf: Day;
  /** Customers that they were fitted to. */
  readonly customers: number;
  /** That of the number of clusters that was taken; 0 for a single one. */
  readonly silhouette: number;
  readonly clustering: Clustering;
  /** The highest number that a cluster has ever had. */
  readonly highest: number;
}

interface VersionRow {
  version: number;
  as_of: Day;
  customers: number;
  silhouette: number;
  silhouettes: { k: number; silhouette: number }[];
  clusters: Cluster[];
  scale: Clustering['scale'];
  centres: number[][];
  highest: number;
}

/** The versions before one, newest first; from the newest on unless told. */
export async function readClusterVersions(
  reader: Reader,
  tenant: string,
  { before = NEWEST, limit }: { before?: number; limit: number },
): Promise<ClusterVersion[]> {
  const values = [tenant, Math.min(before, NEWEST), limit];
  return (await reader.query<VersionRow & Record<string, unknown>>(PAGE, values)).map(versionOf);
}

/** A version by its number. */
export async function readClusterVersion(
  reader: Reader,
  tenant: string,
  version: number,
): Promise<ClusterVersion | undefined> {
  return (await reader.query<VersionRow & Record<string, unknown>>(ONE, [tenant, version])).map(versionOf)[0];
}

/** Keeps a version. */
export async function saveClusterVersion(tx: Transaction, tenant: string, one: ClusterVersion): Promise<void> {
  const { clusters, silhouettes, scale, centres } = one.clustering;
  const rows = Array.from({ length: centres.rows }, (_, row) => [
    ...centres.values.subarray(row * centres.columns, (row + 1) * centres.columns),
  ]);
  await tx.execute(SAVE, [
    ...[tenant, one.version, one.asOf, one.customers, one.silhouette],
    ...[silhouettes, clusters, scale, rows].map((part) => JSON.stringify(part)),
    one.highest,
  ]);
}

function versionOf(row: VersionRow): ClusterVersion {
  const { version, as_of: asOf, customers, silhouette, highest, clusters, silhouettes, scale, centres } = row;
  const values = Float64Array.from(centres.flat());
  const points = { values, rows: centres.length, columns: centres[0]?.length ?? 0 };
  return {
    version,
    asOf,
    customers,
    silhouette,
    highest,
    clustering: { clusters, silhouettes, scale, centres: points },
  };
}
