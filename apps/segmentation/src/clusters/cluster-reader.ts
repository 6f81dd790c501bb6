import { Injectable } from '@nestjs/common';
import { formatDay } from '@orderweave/domain-ordering';
import { describeCluster } from '@orderweave/domain-segmentation';
import { Database } from '@orderweave/postgres';
import { decodeCursor, encodeCursor, type Problem } from '@orderweave/service';
import { WordedProblem } from '../problems/worded-problem.js';
import type { ClusterMembersResponse, ClustersResponse, ClusterVersionsResponse } from './cluster-responses.js';
import { readClusterVersions, type ClusterVersion } from './cluster-version.store.js';
import { countClusterMembers, readClusterMembers } from './customer-cluster.store.js';

const NONE: ClustersResponse = { version: 0, asOf: null, customers: 0, k: 0, silhouette: 0, tried: [], items: [] };

/** Which customers of a cluster are asked for. `owner`: only this salesperson's. */
export interface ClusterMembersAsked {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly owner: string | null;
}

/** Tells the clusters of a tenant, and who is in them. */
@Injectable()
export class ClusterReader {
  constructor(private readonly database: Database) {}

  /** The clusters in use. */
  async current(tenant: string): Promise<ClustersResponse> {
    const [newest] = await readClusterVersions(this.database, tenant, { limit: 1 });
    return newest ? toldOf(newest, await countClusterMembers(this.database, tenant)) : NONE;
  }

  /** The clusters of all fits, newest first. */
  async versions(
    tenant: string,
    { cursor, limit }: { cursor?: number | undefined; limit: number },
  ): Promise<ClusterVersionsResponse> {
    const rows = await readClusterVersions(this.database, tenant, {
      limit: limit + 1,
      ...(cursor !== undefined && { before: cursor }),
    });
    const page = rows.slice(0, limit);
    return {
      items: page.map((row) => toldOf(row, null)),
      next: rows.length > limit ? page.at(-1)!.version : null,
    };
  }

  /** The customers of a cluster, named by its number or as `c2`; a `Problem` (404) for one that is not in use. */
  async members(tenant: string, named: string, asked: ClusterMembersAsked): Promise<ClusterMembersResponse> {
    const [newest] = await readClusterVersions(this.database, tenant, { limit: 1 });
    const cluster = /^\d/.test(named) ? `c${named}` : named;
    if (!newest?.clustering.clusters.some(({ name }) => name === cluster)) throw unknownCluster(named);
    const { cursor, limit, owner } = asked;
    const after = cursor === undefined ? '' : String(decodeCursor(cursor, 1)[0]);
    const rows = await readClusterMembers(this.database, { tenant, cluster, after, owner, limit: limit + 1 });
    const page = rows.slice(0, limit);
    return {
      items: page.map((row) => ({ customerId: row.customer_id, name: row.name, owner: row.owner })),
      next: rows.length > limit ? encodeCursor([page.at(-1)!.customer_id]) : null,
    };
  }
}

function unknownCluster(named: string): Problem {
  const fault = { field: 'number', value: named, rule: 'known' };
  return new WordedProblem(
    {
      status: 404,
      code: 'unknown-cluster',
      title: 'Cluster not known',
      detail: `There is no cluster "${named}" in use; see GET /v1/clusters.`,
      faults: [{ ...fault, remedy: 'give the number of a cluster that GET /v1/clusters lists' }],
    },
    {
      title: '没有这个聚类',
      detail: `没有正在使用的聚类 "${named}"；见 GET /v1/clusters。`,
      faults: [{ ...fault, remedy: '请填写 GET /v1/clusters 列出的聚类编号' }],
    },
  );
}

function toldOf(version: ClusterVersion, members: ReadonlyMap<string, number> | null): ClustersResponse {
  const { clusters, silhouettes } = version.clustering;
  return {
    version: version.version,
    asOf: formatDay(version.asOf),
    customers: version.customers,
    k: clusters.length,
    silhouette: version.silhouette,
    tried: [...silhouettes],
    items: clusters.map((cluster) => ({
      number: Number(cluster.name.slice(1)),
      name: cluster.name,
      description: { 'zh-CN': describeCluster(cluster, 'zh-CN'), en: describeCluster(cluster, 'en') },
      size: cluster.size,
      share: cluster.share,
      members: members && (members.get(cluster.name) ?? 0),
      centre: cluster.centre,
      deviations: cluster.deviations,
    })),
  };
}
