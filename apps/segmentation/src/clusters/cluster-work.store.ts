import { statement, type Transaction } from '@orderweave/postgres';
import type { Day } from '@orderweave/domain-ordering';

type Reader = Pick<Transaction, 'query'>;

// Day 4 was Monday, 5 January 1970: clusters are fitted as of the end of the Sunday before the last Monday that the clock has turned to,
// once those before are four weeks old, or the next week while there is nobody to group.
const SUNDAY = '(d.day - ((d.day - 4) % 7) - 1)';
const DUE = `FROM turned_day d
  WHERE ${SUNDAY} >= coalesce((
    SELECT v.as_of + CASE WHEN v.customers = 0 THEN 7 ELSE 28 END
      FROM cluster_version v WHERE v.tenant = d.tenant ORDER BY v.version DESC LIMIT 1), 0)`;
const ALL_DUE = statement('cluster-work.all-due', `SELECT d.tenant ${DUE} ORDER BY d.tenant`);
const ONE_DUE = statement('cluster-work.one-due', `SELECT ${SUNDAY} AS as_of ${DUE} AND d.tenant = $1`);
const CLAIM = statement('cluster-work.claim', 'SELECT pg_try_advisory_xact_lock(hashtext($1)) AS claimed');
const START_PASS = statement(
  'cluster-pass.start',
  `INSERT INTO cluster_pass (tenant, version, cursor) VALUES ($1, $2, '')
   ON CONFLICT (tenant) DO UPDATE SET version = excluded.version, cursor = ''`,
);
const TAKE_PASS = statement(
  'cluster-pass.take',
  'SELECT tenant, version, cursor FROM cluster_pass ORDER BY tenant LIMIT 1 FOR UPDATE SKIP LOCKED',
);
const MOVE_PASS = statement('cluster-pass.move', 'UPDATE cluster_pass SET cursor = $2 WHERE tenant = $1');
const END_PASS = statement('cluster-pass.end', 'DELETE FROM cluster_pass WHERE tenant = $1');
const COUNT = statement(
  'cluster-work.count',
  `SELECT (SELECT count(*) ${DUE})::int + (SELECT count(*) FROM cluster_pass)::int AS due`,
);

/** Customers that are assigned to the clusters of a version: those up to `cursor` are done. */
export interface ClusterPass {
  tenant: string;
  version: number;
  cursor: string;
}

/** The tenants whose clock has come to a Monday on which clusters are due. */
export async function readDueTenants(reader: Reader): Promise<string[]> {
  return (await reader.query<{ tenant: string }>(ALL_DUE)).map(({ tenant }) => tenant);
}

/** Takes the fit of a tenant over: the day as of which, or null when another does it or has done it. */
export async function claimFit(tx: Transaction, tenant: string): Promise<Day | null> {
  const [row] = await tx.query<{ claimed: boolean }>(CLAIM, [`clusters/${tenant}`]);
  if (!row?.claimed) return null;
  return (await tx.query<{ as_of: Day }>(ONE_DUE, [tenant]))[0]?.as_of ?? null;
}

/** Has all customers assigned to the clusters of a version, from the first one on. */
export async function startClusterPass(tx: Transaction, tenant: string, version: number): Promise<void> {
  await tx.execute(START_PASS, [tenant, version]);
}

/** A pass under way that nobody else works on. */
export async function takeClusterPass(tx: Transaction): Promise<ClusterPass | undefined> {
  return (await tx.query<ClusterPass & Record<string, unknown>>(TAKE_PASS))[0];
}

/** Notes how far a pass has come; null ends it. */
export async function moveClusterPass(tx: Transaction, tenant: string, cursor: string | null): Promise<void> {
  await (cursor === null ? tx.execute(END_PASS, [tenant]) : tx.execute(MOVE_PASS, [tenant, cursor]));
}

/** Fits that are due, and passes under way. */
export async function countClusterWork(reader: Reader): Promise<number> {
  return (await reader.query<{ due: number }>(COUNT))[0]?.due ?? 0;
}
