import type { Profile } from '@orderweave/contracts';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import type { CustomerId } from './outcome-order.store.js';

const KNOWN = statement(
  'outcome-customer.known',
  `SELECT k.* FROM unnest($1::text[], $2::text[]) AS asked (tenant, customer_id) CROSS JOIN LATERAL (
     SELECT tenant, customer_id AS "customerId", version::float8 AS version, merged_into AS "mergedInto" FROM outcome_customer c
     WHERE c.tenant = asked.tenant AND c.customer_id = asked.customer_id LIMIT 1) k`,
);
const SAVE = statement(
  'outcome-customer.save',
  `INSERT INTO outcome_customer AS known (tenant, customer_id, version, merged_into)
   SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[])
   ON CONFLICT (tenant, customer_id) DO UPDATE SET version = excluded.version, merged_into = excluded.merged_into
     WHERE known.version < excluded.version`,
);
const MERGED_INTO = statement(
  'outcome-customer.merged-into',
  `SELECT customer_id AS id, merged_into AS "into" FROM outcome_customer
   WHERE tenant = $1 AND customer_id = ANY($2::text[])`,
);
const MERGED_FROM = statement(
  'outcome-customer.merged-from',
  'SELECT customer_id AS id, merged_into AS "into" FROM outcome_customer WHERE tenant = $1 AND merged_into = ANY($2::text[])',
);
/** Merges of merges of merges; more would be a circle. */
const DEEPEST = 50;

interface Merge {
  readonly id: string;
  readonly into: string;
}

/** Keeps who merged into whom, at most one profile a customer; returns those to whom that is news. */
export async function saveMerges(tx: Transaction, profiles: readonly Profile[]): Promise<CustomerId[]> {
  if (profiles.length === 0) return [];
  const keys = [
    textArray(profiles.map(({ tenant }) => tenant)),
    textArray(profiles.map(({ customerId }) => customerId)),
  ];
  const rows = await tx.query<CustomerId & { version: number; mergedInto: string | null }>(KNOWN, keys);
  const known = new Map(rows.map((row) => [keyOf(row), row]));
  const newer = profiles.filter((profile) => (known.get(keyOf(profile))?.version ?? 0) < profile.version);
  if (newer.length === 0) return [];
  await tx.execute(SAVE, [
    textArray(newer.map(({ tenant }) => tenant)),
    textArray(newer.map(({ customerId }) => customerId)),
    plainArray(newer.map(({ version }) => version)),
    textArray(newer.map(({ mergedInto }) => mergedInto)),
  ]);
  return newer.flatMap((profile) => {
    const { tenant, customerId, mergedInto = null } = profile;
    const before = known.get(keyOf(profile))?.mergedInto ?? null;
    if (before === mergedInto) return [];
    // Whoever it merged into now is family, and judged along.
    return [customerId, before].flatMap((id) => (id === null ? [] : { tenant, customerId: id }));
  });
}

/** All ids of these customers of a tenant, each with the one that survives; ids that never merged are their own. */
export async function findFamilies(
  tx: Transaction,
  tenant: string,
  customerIds: readonly string[],
): Promise<Map<string, string>> {
  const into = new Map<string, string>();
  for (let depth = 0, at = [...new Set(customerIds)]; at.length > 0 && depth < DEEPEST; depth++) {
    const known = await tx.query<{ id: string; into: string | null }>(MERGED_INTO, [tenant, textArray(at)]);
    const merges = known.flatMap(({ id, into }) => (into === null ? [] : { id, into }));
    for (const merge of merges) into.set(merge.id, merge.into);
    at = [...new Set(merges.map((merge) => merge.into))].filter((id) => !into.has(id));
  }
  const heads = customerIds.map((id) => headOf(id, into));
  const families = new Map(heads.map((head) => [head, head]));
  for (let depth = 0, at = [...families.keys()]; at.length > 0 && depth < DEEPEST; depth++) {
    const merges = await tx.query<Merge & Record<string, unknown>>(MERGED_FROM, [tenant, textArray(at)]);
    const fresh = merges.filter(({ id }) => !families.has(id));
    for (const { id, into: next } of fresh) families.set(id, families.get(next)!);
    at = fresh.map(({ id }) => id);
  }
  return families;
}

function headOf(id: string, into: ReadonlyMap<string, string>): string {
  let head = id;
  for (let depth = 0; depth < DEEPEST; depth++) {
    const next = into.get(head);
    if (next === undefined) return head;
    head = next;
  }
  return head;
}

function keyOf({ tenant, customerId }: CustomerId): string {
  return `${tenant}/${customerId}`;
}
