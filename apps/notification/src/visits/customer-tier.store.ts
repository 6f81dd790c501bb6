import type { KnownTiers, TierNote } from '@orderweave/domain-notification';
import type { Month } from '@orderweave/domain-ordering';
import { jsonArray, plainArray, statement, textArray, type Database, type Transaction } from '@orderweave/postgres';

/** A customer with what the transitions have told of the month tiers. */
export interface TierCustomer extends KnownTiers {
  customerId: string;
  name: string | null;
  owner: string | null;
}

/** A customer who has gone from one salesperson to another. */
export interface Reowned {
  tenant: string;
  customerId: string;
  from: string | null;
  to: string;
}

/** Months whose live tiers are kept: the closed one, what is over but not closed, the open one, and one to spare. */
const LIVE_MONTHS = 4;
const NOTE = statement(
  'tier.note',
  `WITH new AS (
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::jsonb[])
       AS new (tenant, customer_id, name, owner, known_since, change, live)),
   before AS (
     SELECT new.tenant, new.customer_id, known.owner AS old, new.owner FROM new CROSS JOIN LATERAL (
       SELECT owner, profile_version FROM customer_tier k
       WHERE k.tenant = new.tenant AND k.customer_id = new.customer_id LIMIT 1) known
     WHERE known.profile_version IS NULL),
   saved AS (
     INSERT INTO customer_tier AS known (tenant, customer_id, name, owner, known_since, change, live) SELECT * FROM new
     ON CONFLICT (tenant, customer_id) DO UPDATE SET
       name = CASE WHEN known.profile_version IS NULL THEN coalesce(excluded.name, known.name) ELSE known.name END,
       owner = CASE WHEN known.profile_version IS NULL THEN excluded.owner ELSE known.owner END,
       known_since = least(known.known_since, excluded.known_since),
       change = CASE WHEN excluded.change->>'month' < known.change->>'month' THEN known.change
         ELSE coalesce(excluded.change, known.change) END,
       live = CASE WHEN excluded.live = '{}' THEN known.live ELSE (
         SELECT jsonb_object_agg(key, value) FROM (
           SELECT * FROM jsonb_each(known.live || excluded.live) ORDER BY key DESC LIMIT ${LIVE_MONTHS}) newest) END
     WHERE known.profile_version IS NULL
         AND (known.name, known.owner) IS DISTINCT FROM (coalesce(excluded.name, known.name), excluded.owner)
        OR excluded.known_since < known.known_since OR excluded.live <> '{}' OR excluded.change IS NOT NULL)
   SELECT tenant, customer_id AS "customerId", old AS "from", owner AS "to" FROM before
   WHERE owner IS NOT NULL AND old IS DISTINCT FROM owner`,
);
// What is known already is not even tried: a conflict would lock the row, and every batch of the tenant wait for the one before.
const CLOSED = statement(
  'tier.closed',
  `INSERT INTO tier_close AS known (tenant, month) SELECT * FROM unnest($1::text[], $2::text[]) AS new (tenant, month)
   WHERE NOT EXISTS (SELECT 1 FROM tier_close told WHERE told.tenant = new.tenant AND told.month >= new.month)
   ON CONFLICT (tenant) DO UPDATE SET month = excluded.month WHERE excluded.month > known.month`,
);
const CLOSE = statement('tier.close', 'SELECT month FROM tier_close WHERE tenant = $1');
const COLUMNS = 'customer_id AS "customerId", name, owner, known_since AS "knownSince", change, live';
const OWNED = statement(
  'tier.owned',
  `SELECT ${COLUMNS} FROM customer_tier WHERE tenant = $1 AND owner = $2 AND NOT EXISTS (
     SELECT 1 FROM customer_alias alias WHERE alias.tenant = $1 AND alias.customer_id = customer_tier.customer_id
       AND alias.holder IS NOT NULL)
   ORDER BY customer_id`,
);
const ONE = statement(
  'tier.one',
  `SELECT ${COLUMNS} FROM customer_tier WHERE tenant = $1 AND customer_id = coalesce(
     (SELECT holder FROM customer_alias alias WHERE alias.tenant = $1 AND alias.customer_id = $2 LIMIT 1), $2)`,
);

/** Keeps what a batch told of customers, one note each, in one statement; returns who has gone to another salesperson. */
export async function noteTierCustomers(tx: Transaction, notes: readonly TierNote[]): Promise<Reowned[]> {
  // Two batches of one customer wait for each other in one order.
  const key = ({ tenant, customerId }: TierNote) => `${tenant}/${customerId}`;
  const sorted = [...notes].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return tx.query<Reowned & Record<string, unknown>>(NOTE, [
    textArray(sorted.map(({ tenant }) => tenant)),
    textArray(sorted.map(({ customerId }) => customerId)),
    textArray(sorted.map(({ name }) => name)),
    textArray(sorted.map(({ owner }) => owner)),
    plainArray(sorted.map(({ knownSince }) => knownSince)),
    jsonArray(sorted.map(({ change }) => change)),
    jsonArray(sorted.map(({ live }) => live)),
  ]);
}

/** Keeps the newest month that a close was told of, by tenant. */
export async function noteCloses(tx: Transaction, closes: ReadonlyMap<string, Month>): Promise<void> {
  const sorted = [...closes].sort(([a], [b]) => (a < b ? -1 : 1));
  await tx.execute(CLOSED, [textArray(sorted.map(([tenant]) => tenant)), plainArray(sorted.map(([, month]) => month))]);
}

/** The newest month that a close was told of; null where there was none. */
export async function readClose(database: Database, tenant: string): Promise<Month | null> {
  const [row] = await database.query<{ month: string }>(CLOSE, [tenant]);
  return row?.month ?? null;
}

/** The customers of a salesperson, without those who have become part of another. */
export function customersOf(database: Database, tenant: string, owner: string): Promise<TierCustomer[]> {
  return database.query<TierCustomer & Record<string, unknown>>(OWNED, [tenant, owner]);
}

/** A customer of whom anything was told, by any of its ids. */
export async function findTierCustomer(
  database: Database,
  tenant: string,
  customerId: string,
): Promise<TierCustomer | undefined> {
  const [row] = await database.query<TierCustomer & Record<string, unknown>>(ONE, [tenant, customerId]);
  return row;
}
