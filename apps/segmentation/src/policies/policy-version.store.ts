import { statement, type Transaction } from '@orderweave/postgres';

type Reader = Pick<Transaction, 'query'>;

const COLUMNS = 'version, document, note, created_by, created_at';
const LOCK = statement('policy-version.lock', 'SELECT pg_advisory_xact_lock(hashtext($1))');
const ADD = statement(
  'policy-version.add',
  `INSERT INTO policy_version (tenant, version, document, note, created_by)
   SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4 FROM policy_version WHERE tenant = $1
   RETURNING ${COLUMNS}`,
);
const SEED = statement(
  'policy-version.seed',
  `WITH seeded AS (
     INSERT INTO policy_version (tenant, version, document, created_by) VALUES ($1, 1, $2, $3)
     ON CONFLICT DO NOTHING RETURNING tenant, version, created_by)
   INSERT INTO policy_activation (tenant, from_day, version, activated_by) SELECT tenant, 0, version, created_by FROM seeded
   RETURNING version`,
);
const ONE = statement('policy-version.one', `SELECT ${COLUMNS} FROM policy_version WHERE tenant = $1 AND version = $2`);
const PAGE = statement(
  'policy-version.page',
  `SELECT version, note, created_by, created_at FROM policy_version
    WHERE tenant = $1 AND version < $2 ORDER BY version DESC LIMIT $3`,
);

/** A version without its document. */
export interface PolicyVersionHead {
  version: number;
  note: string | null;
  created_by: string;
  created_at: Date;
}

/** A version of a tenant's policy; it never changes. */
export interface PolicyVersionRow extends PolicyVersionHead {
  document: unknown;
}

/** Keeps a document as the tenant's next version. */
export async function addVersion(
  tx: Transaction,
  tenant: string,
  { document, note, by }: { document: object; note: string | null; by: string },
): Promise<PolicyVersionRow> {
  // Two that are saved at once get numbers one after the other.
  await tx.query(LOCK, [`policy/${tenant}`]);
  const values = [tenant, JSON.stringify(document), note, by];
  return (await tx.query<PolicyVersionRow & Record<string, unknown>>(ADD, values))[0]!;
}

/** Makes version 1, in force from the beginning; false when the tenant has one. */
export async function seedVersion(tx: Transaction, tenant: string, document: object, by: string): Promise<boolean> {
  await tx.query(LOCK, [`policy/${tenant}`]);
  return (await tx.query(SEED, [tenant, JSON.stringify(document), by])).length > 0;
}

export async function readVersion(
  reader: Reader,
  tenant: string,
  version: number,
): Promise<PolicyVersionRow | undefined> {
  return (await reader.query<PolicyVersionRow & Record<string, unknown>>(ONE, [tenant, version]))[0];
}

/** The versions below `before`, newest first. */
export function readVersions(
  reader: Reader,
  tenant: string,
  { before, limit }: { before: number; limit: number },
): Promise<PolicyVersionHead[]> {
  return reader.query<PolicyVersionHead & Record<string, unknown>>(PAGE, [tenant, before, limit]);
}
