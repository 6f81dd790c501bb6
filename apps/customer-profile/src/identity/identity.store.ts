import {
  customerLinks,
  linkKey,
  type CustomerLink,
  type IdentityPolicy,
  type KnownIdentifier,
} from '@orderweave/domain-network';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';

const LOAD = statement(
  'identifier.load',
  'SELECT identifier, customer_id, shared, links FROM identifier WHERE tenant = $1 AND identifier = ANY($2::text[])',
);
const OF_CUSTOMERS = statement(
  'identifier.of-customers',
  'SELECT identifier, customer_id, shared, links FROM identifier WHERE tenant = $1 AND customer_id = ANY($2::text[])',
);
const INSERT = statement(
  'identifier.insert',
  `INSERT INTO identifier (tenant, identifier, customer_id, shared, links)
   SELECT $1, n.identifier, n.customer_id, false, n.links FROM unnest($2::text[], $3::text[], $4::integer[])
     AS n(identifier, customer_id, links) ON CONFLICT DO NOTHING`,
);
const SAVE = statement(
  'identifier.save',
  `INSERT INTO identifier (tenant, identifier, customer_id, shared, links)
   SELECT $1, * FROM unnest($2::text[], $3::text[], $4::boolean[], $5::integer[])
   ON CONFLICT (tenant, identifier) DO UPDATE
      SET customer_id = excluded.customer_id, shared = excluded.shared, links = excluded.links`,
);
const MISSING_LINKS = statement(
  'identifier.missing-links',
  `SELECT a.identifier, a.customer_identifier FROM unnest($2::text[], $3::text[]) AS a(identifier, customer_identifier)
    WHERE NOT EXISTS (SELECT FROM identifier_link l
      WHERE l.tenant = $1 AND l.identifier = a.identifier AND l.customer_identifier = a.customer_identifier)`,
);
const INSERT_LINKS = statement(
  'identifier.insert-links',
  `INSERT INTO identifier_link (tenant, identifier, customer_identifier)
   SELECT $1, * FROM unnest($2::text[], $3::text[]) ON CONFLICT DO NOTHING RETURNING identifier`,
);
const REMOVE_LINKS = statement(
  'identifier.remove-links',
  `DELETE FROM identifier_link l USING unnest($2::text[], $3::text[]) AS a(identifier, customer_identifier)
    WHERE l.tenant = $1 AND l.identifier = ANY($2) AND l.identifier = a.identifier
      AND l.customer_identifier = a.customer_identifier`,
);
const COUNT_LINKS = statement(
  'identifier.count-links',
  `SELECT identifier, count(*)::int AS links FROM identifier_link
    WHERE tenant = $1 AND identifier = ANY($2::text[]) GROUP BY identifier`,
);
// The row lock makes batches that add links of one identifier count one after the other.
const ADD_LINKS = statement(
  'identifier.add-links',
  `UPDATE identifier i SET links = i.links + n.links FROM unnest($2::text[], $3::integer[]) AS n(identifier, links)
    WHERE i.tenant = $1 AND i.identifier = ANY($2) AND i.identifier = n.identifier AND NOT i.shared RETURNING i.identifier, i.links`,
);

interface IdentifierRow {
  identifier: string;
  customer_id: string | null;
  shared: boolean;
  links: number;
}

/** What is known of identifiers. */
export async function loadIdentifiers(tx: Transaction, tenant: string, identifiers: Iterable<string>) {
  return byIdentifier(await tx.query<IdentifierRow>(LOAD, [tenant, textArray([...identifiers])]));
}

/** The identifiers of customers. */
export async function loadIdentifiersOf(tx: Transaction, tenant: string, customerIds: Iterable<string>) {
  return byIdentifier(await tx.query<IdentifierRow>(OF_CUSTOMERS, [tenant, textArray([...customerIds])]));
}

function byIdentifier(rows: readonly IdentifierRow[]): Map<string, KnownIdentifier> {
  return new Map(
    rows.map(({ identifier, customer_id, shared, links }) => [identifier, { customerId: customer_id, shared, links }]),
  );
}

/** Of the links that documents state those that are known already, by `linkKey`. */
export async function loadKnownLinks(
  tx: Transaction,
  tenant: string,
  documents: readonly { readonly identifiers: readonly string[] }[],
  policy: IdentityPolicy,
): Promise<Set<string>> {
  const links = new Map<string, CustomerLink>();
  for (const { identifiers } of documents)
    for (const link of customerLinks(identifiers, policy)) links.set(linkKey(link), link);
  if (links.size === 0) return new Set();
  const missing = await tx.query<{ identifier: string; customer_identifier: string }>(MISSING_LINKS, [
    tenant,
    ...linkColumns([...links.values()]),
  ]);
  for (const row of missing) links.delete(linkKey([row.identifier, row.customer_identifier]));
  return new Set(links.keys());
}

/** Writes identifiers seen for the first time; returns how many nobody else wrote meanwhile. */
export function insertIdentifiers(
  tx: Transaction,
  tenant: string,
  rows: readonly { identifier: string; customerId: string; links: number }[],
): Promise<number> {
  const sorted = [...rows].sort((a, b) => compareText(a.identifier, b.identifier));
  return tx.execute(INSERT, [
    tenant,
    textArray(sorted.map(({ identifier }) => identifier)),
    textArray(sorted.map(({ customerId }) => customerId)),
    plainArray(sorted.map(({ links }) => links)),
  ]);
}

/** Writes what identifiers are now, known or not; under the exclusive lock only. */
export async function saveIdentifiers(
  tx: Transaction,
  tenant: string,
  identifiers: ReadonlyMap<string, KnownIdentifier>,
): Promise<void> {
  if (identifiers.size === 0) return;
  const rows = [...identifiers.values()];
  await tx.execute(SAVE, [
    tenant,
    textArray([...identifiers.keys()]),
    textArray(rows.map(({ customerId }) => customerId)),
    plainArray(rows.map(({ shared }) => shared)),
    plainArray(rows.map(({ links }) => links)),
  ]);
}

/** Adds links; returns for each identifier how many of them were new. */
export async function insertLinks(tx: Transaction, tenant: string, links: readonly CustomerLink[]) {
  const added = new Map<string, number>();
  if (links.length === 0) return added;
  const rows = await tx.query<{ identifier: string }>(INSERT_LINKS, [tenant, ...linkColumns(links)]);
  for (const { identifier } of rows) added.set(identifier, (added.get(identifier) ?? 0) + 1);
  return added;
}

/** Takes links away. */
export async function removeLinks(tx: Transaction, tenant: string, links: readonly CustomerLink[]): Promise<void> {
  if (links.length > 0) await tx.execute(REMOVE_LINKS, [tenant, ...linkColumns(links)]);
}

/** Adds to the link counts of known identifiers that are not shared; returns their counts. */
export async function addToLinkCounts(tx: Transaction, tenant: string, added: ReadonlyMap<string, number>) {
  if (added.size === 0) return [];
  const identifiers = [...added.keys()].sort();
  const counts = identifiers.map((identifier) => added.get(identifier));
  return tx.query<{ identifier: string; links: number }>(ADD_LINKS, [
    tenant,
    textArray(identifiers),
    plainArray(counts),
  ]);
}

/** Counts stored links, by identifier. */
export async function countLinks(tx: Transaction, tenant: string, identifiers: Iterable<string>) {
  const rows = await tx.query<{ identifier: string; links: number }>(COUNT_LINKS, [
    tenant,
    textArray([...identifiers]),
  ]);
  return new Map(rows.map(({ identifier, links }) => [identifier, links]));
}

function linkColumns(links: readonly CustomerLink[]): [string, string] {
  const sorted = [...links].sort((a, b) => compareText(linkKey(a), linkKey(b)));
  return [textArray(sorted.map(([identifier]) => identifier)), textArray(sorted.map(([, customerId]) => customerId))];
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
