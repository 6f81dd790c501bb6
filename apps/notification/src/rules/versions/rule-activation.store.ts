import type { RuleDocument } from '@orderweave/domain-notification';
import { statement, textArray, type Transaction } from '@orderweave/postgres';

type Reader = Pick<Transaction, 'query'>;

/** Nobody asks for a moment before so many activations. */
const MOST_ACTIVATIONS = 100;

const REVISIONS = statement(
  'rule-activation.revisions',
  `SELECT asked.tenant, coalesce((SELECT max(id) FROM rule_audit a WHERE a.tenant = asked.tenant), 0)::float8 AS revision
     FROM unnest($1::text[]) AS asked (tenant)`,
);
const NEWEST = statement(
  'rule-activation.newest',
  `SELECT (extract(epoch FROM from_at) * 1000)::float8 AS "from", version, activated_by AS by FROM rule_activation
    WHERE tenant = $1 ORDER BY from_at DESC LIMIT ${MOST_ACTIVATIONS}`,
);
const DOCUMENTS = statement(
  'rule-activation.documents',
  'SELECT version, document FROM rule_version WHERE tenant = $1 AND version = ANY($2::int[])',
);
const PUT = statement(
  'rule-activation.put',
  `INSERT INTO rule_activation (tenant, from_at, version, activated_by) VALUES ($1, $2, $3, $4)
   ON CONFLICT (tenant, from_at) DO UPDATE
      SET version = excluded.version, activated_by = excluded.activated_by, activated_at = excluded.activated_at`,
);
const REMOVE = statement(
  'rule-activation.remove',
  `DELETE FROM rule_activation WHERE tenant = $1 AND version = $2 AND from_at > $3
   RETURNING (extract(epoch FROM from_at) * 1000)::float8 AS "from"`,
);

/** A version's coming into force, at a moment of the tenant's clock (epoch milliseconds). */
export interface RuleActivationRow {
  from: number;
  version: number;
  by: string;
}

/** By tenant a number that is another one once its activations have changed. */
export async function readRevisions(reader: Reader, tenants: readonly string[]): Promise<Map<string, number>> {
  const rows = await reader.query<{ tenant: string; revision: number }>(REVISIONS, [textArray(tenants)]);
  return new Map(rows.map(({ tenant, revision }) => [tenant, revision]));
}

/** A tenant's newest activations, ascending by moment. */
export async function readActivations(reader: Reader, tenant: string): Promise<RuleActivationRow[]> {
  const rows = await reader.query<RuleActivationRow & Record<string, unknown>>(NEWEST, [tenant]);
  return rows.reverse();
}

/** The documents of versions. */
export async function readDocuments(
  reader: Reader,
  tenant: string,
  versions: readonly number[],
): Promise<Map<number, RuleDocument>> {
  const rows = await reader.query<{ version: number; document: RuleDocument }>(DOCUMENTS, [tenant, [...versions]]);
  return new Map(rows.map(({ version, document }) => [version, document]));
}

/** Brings a version into force from a moment on, in place of another one of that moment. */
export async function putActivation(tx: Transaction, tenant: string, row: RuleActivationRow): Promise<void> {
  await tx.execute(PUT, [tenant, new Date(row.from).toISOString(), row.version, row.by]);
}

/** Takes a version's activations after a moment away; returns their moments, ascending. */
export async function removeActivations(
  tx: Transaction,
  tenant: string,
  { version, after }: { version: number; after: number },
): Promise<number[]> {
  const rows = await tx.query<{ from: number }>(REMOVE, [tenant, version, new Date(after).toISOString()]);
  return rows.map(({ from }) => from).sort((a, b) => a - b);
}
