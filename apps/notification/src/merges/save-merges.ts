import type { Profile } from '@orderweave/contracts';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import { keyOfCustomer, type CustomerId } from './customer-id.js';
import { findHolders } from './find-holders.js';

const KNOWN = statement(
  'customer-alias.known',
  `SELECT k.* FROM unnest($1::text[], $2::text[]) AS asked (tenant, customer_id) CROSS JOIN LATERAL (
     SELECT tenant, customer_id AS "customerId", version::float8 AS version, merged_into AS "mergedInto" FROM customer_alias c
     WHERE c.tenant = asked.tenant AND c.customer_id = asked.customer_id LIMIT 1) k`,
);
const SAVE = statement(
  'customer-alias.save',
  `INSERT INTO customer_alias AS known (tenant, customer_id, version, merged_into)
   SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[])
   ON CONFLICT (tenant, customer_id) DO UPDATE SET version = excluded.version, merged_into = excluded.merged_into
     WHERE known.version < excluded.version`,
);
// Two merges of one family in two partitions do not see each other: whoever is second finds what the first has made of it.
const ALONE = statement(
  'customer-alias.alone',
  `SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '/merges/' || tenant, 0))
   FROM (SELECT DISTINCT tenant FROM unnest($1::text[]) AS asked (tenant) ORDER BY 1) tenants`,
);
const BESIDE = statement(
  'customer-alias.beside',
  `SELECT customer_id AS id, merged_into AS "into", holder FROM customer_alias WHERE tenant = $1 AND customer_id = ANY($2::text[])
   UNION SELECT customer_id, merged_into, holder FROM customer_alias WHERE tenant = $1 AND merged_into = ANY($2::text[])`,
);
const HOLD = statement(
  'customer-alias.hold',
  `UPDATE customer_alias alias SET holder = new.holder FROM unnest($2::text[], $3::text[]) AS new (customer_id, holder)
   WHERE alias.tenant = $1 AND alias.customer_id = new.customer_id`,
);

interface AliasRow extends Record<string, unknown> {
  id: string;
  into: string | null;
  holder: string | null;
}

/**
 * Keeps who merged into whom, at most one profile a customer, and under which id each lives on from now on. Returns those to whom a merge
 * or its undoing is news: who did it, and whom it had merged into before.
 */
export async function saveMerges(tx: Transaction, profiles: readonly Profile[]): Promise<CustomerId[]> {
  if (profiles.length === 0) return [];
  const keys = [
    textArray(profiles.map(({ tenant }) => tenant)),
    textArray(profiles.map(({ customerId }) => customerId)),
  ];
  const rows = await tx.query<CustomerId & { version: number; mergedInto: string | null }>(KNOWN, keys);
  const known = new Map(rows.map((row) => [keyOfCustomer(row), row]));
  const newer = profiles.filter((profile) => (known.get(keyOfCustomer(profile))?.version ?? 0) < profile.version);
  if (newer.length === 0) return [];
  const before = (profile: Profile) => known.get(keyOfCustomer(profile))?.mergedInto ?? null;
  const moved = newer.filter((profile) => before(profile) !== (profile.mergedInto ?? null));
  if (moved.length > 0) await tx.query(ALONE, [textArray(moved.map(({ tenant }) => tenant))]);
  await tx.execute(SAVE, [
    textArray(newer.map(({ tenant }) => tenant)),
    textArray(newer.map(({ customerId }) => customerId)),
    plainArray(newer.map(({ version }) => version)),
    textArray(newer.map(({ mergedInto }) => mergedInto)),
  ]);
  // Whoever it merged into now is family, and found with it.
  const news = moved.flatMap((profile) =>
    [profile.customerId, before(profile)].flatMap((id) =>
      id === null ? [] : { tenant: profile.tenant, customerId: id },
    ),
  );
  for (const tenant of new Set(news.map((one) => one.tenant)))
    await settleHolders(
      tx,
      tenant,
      news.flatMap((one) => (one.tenant === tenant ? one.customerId : [])),
    );
  return news;
}

/** Writes down under which id everybody lives on who is joined to these customers by merges, however many times over. */
async function settleHolders(tx: Transaction, tenant: string, customerIds: readonly string[]): Promise<void> {
  const family = new Map<string, AliasRow>();
  const asked = new Set<string>();
  for (let at = [...new Set(customerIds)]; at.length > 0;) {
    for (const id of at) asked.add(id);
    for (const row of await tx.query<AliasRow>(BESIDE, [tenant, textArray(at)])) family.set(row.id, row);
    const found = [...family.values()].flatMap(({ id, into }) => (into === null ? [id] : [id, into]));
    at = [...new Set(found)].filter((id) => !asked.has(id));
  }
  const holders = findHolders(
    new Map([...family.values()].flatMap(({ id, into }) => (into === null ? [] : [[id, into]]))),
  );
  const changed = [...family.values()].filter(({ id, holder }) => holder !== (holders.get(id) ?? null));
  if (changed.length === 0) return;
  const ids = changed.map(({ id }) => id).sort();
  await tx.execute(HOLD, [tenant, textArray(ids), textArray(ids.map((id) => holders.get(id)))]);
}
