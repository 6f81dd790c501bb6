import type { RuleDocument } from '@orderweave/domain-notification';
import { statement, type Transaction } from '@orderweave/postgres';

type Reader = Pick<Transaction, 'query'>;

const LOCK = statement('rule-version.lock', 'SELECT pg_advisory_xact_lock(hashtext($1))');
const ADD = statement(
  'rule-version.add',
  `INSERT INTO rule_version (tenant, version, document, note, created_by)
   SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4 FROM rule_version WHERE tenant = $1
   RETURNING version, document, note, created_by, created_at`,
);
const ONE = statement(
  'rule-version.one',
  'SELECT version, document, note, created_by, created_at FROM rule_version WHERE tenant = $1 AND version = $2',
);
const PAGE = statement(
  'rule-version.page',
  `SELECT version, note, created_by, created_at FROM rule_version
    WHERE tenant = $1 AND version < $2 ORDER BY version DESC LIMIT $3`,
);

/** A version without its document. */
export interface RuleVersionHead {
  version: number;
  note: string | null;
  created_by: string;
  created_at: Date;
}

/** A version of a tenant's rules; it never changes. */
export interface RuleVersionRow extends RuleVersionHead {
  document: RuleDocument;
}

/** Lets one at a time change a tenant's versions and what is in force. */
export async function lockRules(tx: Transaction, tenant: string): Promise<void> {
  await tx.query(LOCK, [`rules/${tenant}`]);
}

/** Keeps a document as the tenant's next version. */
export async function addVersion(
  tx: Transaction,
  tenant: string,
  { document, note, by }: { document: RuleDocument; note: string | null; by: string },
): Promise<RuleVersionRow> {
  // Two that are saved at once get numbers one after the other.
  await lockRules(tx, tenant);
  const values = [tenant, JSON.stringify(document), note, by];
  return (await tx.query<RuleVersionRow & Record<string, unknown>>(ADD, values))[0]!;
}

export async function readVersion(
  reader: Reader,
  tenant: string,
  version: number,
): Promise<RuleVersionRow | undefined> {
  return (await reader.query<RuleVersionRow & Record<string, unknown>>(ONE, [tenant, version]))[0];
}

/** The versions below `before`, newest first. */
export function readVersions(
  reader: Reader,
  tenant: string,
  { before, limit }: { before: number; limit: number },
): Promise<RuleVersionHead[]> {
  return reader.query<RuleVersionHead & Record<string, unknown>>(PAGE, [tenant, before, limit]);
}
