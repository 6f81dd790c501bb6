import { statement, textArray, type Transaction } from '@orderweave/postgres';

type Reader = Pick<Transaction, 'query'>;

// Who stays where it is, is left alone.
const ASSIGN = statement(
  'customer-cluster.assign',
  `INSERT INTO customer_cluster AS c (tenant, customer_id, cluster) SELECT $1, * FROM unnest($2::text[], $3::text[])
   ON CONFLICT (tenant, customer_id) DO UPDATE SET cluster = excluded.cluster WHERE c.cluster <> excluded.cluster
   RETURNING customer_id`,
);
const LEAVE = statement(
  'customer-cluster.leave',
  'DELETE FROM customer_cluster WHERE tenant = $1 AND customer_id = ANY($2::text[]) RETURNING customer_id',
);
const COUNTS = statement(
  'customer-cluster.counts',
  'SELECT cluster, count(*)::int AS members FROM customer_cluster WHERE tenant = $1 GROUP BY cluster',
);
const PAGE = statement(
  'customer-cluster.page',
  `SELECT c.customer_id, p.name, p.owner
     FROM customer_cluster c LEFT JOIN profile p ON p.tenant = c.tenant AND p.customer_id = c.customer_id
    WHERE c.tenant = $1 AND c.cluster = $2 AND c.customer_id > $3 AND ($4::text IS NULL OR p.owner = $4)
    ORDER BY c.customer_id LIMIT $5`,
);

/** A customer of a cluster. */
export interface ClusterMember {
  customer_id: string;
  name: string | null;
  owner: string | null;
}

/** Writes which cluster customers are in (null: none), and returns those for whom that is new. */
export async function assignClusters(
  tx: Transaction,
  tenant: string,
  clusters: ReadonlyMap<string, string | null>,
): Promise<string[]> {
  const inside = [...clusters].filter(([, cluster]) => cluster !== null);
  const outside = [...clusters].filter(([, cluster]) => cluster === null).map(([id]) => id);
  const changed: { customer_id: string }[] = [];
  if (inside.length > 0) {
    const values = [textArray(inside.map(([id]) => id)), textArray(inside.map(([, cluster]) => cluster))];
    changed.push(...(await tx.query<{ customer_id: string }>(ASSIGN, [tenant, ...values])));
  }
  if (outside.length > 0)
    changed.push(...(await tx.query<{ customer_id: string }>(LEAVE, [tenant, textArray(outside)])));
  return changed.map(({ customer_id }) => customer_id);
}

/** How many customers are in each cluster that has any. */
export async function countClusterMembers(reader: Reader, tenant: string): Promise<Map<string, number>> {
  const rows = await reader.query<{ cluster: string; members: number }>(COUNTS, [tenant]);
  return new Map(rows.map(({ cluster, members }) => [cluster, members]));
}

/** Customers of a cluster by id after one. `owner`: only this salesperson's. */
export function readClusterMembers(
  reader: Reader,
  of: { tenant: string; cluster: string; after: string; owner: string | null; limit: number },
): Promise<ClusterMember[]> {
  const values = [of.tenant, of.cluster, of.after, of.owner, of.limit];
  return reader.query<ClusterMember & Record<string, unknown>>(PAGE, values);
}
