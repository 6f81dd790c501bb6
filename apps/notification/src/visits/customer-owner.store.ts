import type { Profile } from '@orderweave/contracts';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import type { Reowned } from './customer-tier.store.js';

/** Of whom there is a profile alone nothing was told yet. */
const NOTHING_TOLD = '9999-12';
const OWNERS = statement(
  'tier.owners',
  `WITH new AS (
     SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[])
       AS new (tenant, customer_id, version, name, owner)),
   before AS (
     SELECT new.tenant, new.customer_id, known.owner AS old, new.owner FROM new CROSS JOIN LATERAL (
       SELECT owner, profile_version FROM customer_tier k
       WHERE k.tenant = new.tenant AND k.customer_id = new.customer_id LIMIT 1) known
     WHERE new.version > coalesce(known.profile_version, 0)),
   saved AS (
     INSERT INTO customer_tier AS known (tenant, customer_id, name, owner, known_since, live, profile_version)
     SELECT tenant, customer_id, name, owner, '${NOTHING_TOLD}', '{}', version FROM new
     ON CONFLICT (tenant, customer_id) DO UPDATE SET name = coalesce(excluded.name, known.name), owner = excluded.owner,
       profile_version = excluded.profile_version
     WHERE excluded.profile_version > coalesce(known.profile_version, 0))
   SELECT tenant, customer_id AS "customerId", old AS "from", owner AS "to" FROM before
   WHERE owner IS NOT NULL AND old IS DISTINCT FROM owner`,
);

/** Keeps names and owners of customers, the newest profile of each, in one statement; returns who has gone to another salesperson. */
export function noteOwners(tx: Transaction, profiles: readonly Profile[]): Promise<Reowned[]> {
  return tx.query<Reowned & Record<string, unknown>>(OWNERS, [
    textArray(profiles.map(({ tenant }) => tenant)),
    textArray(profiles.map(({ customerId }) => customerId)),
    plainArray(profiles.map(({ version }) => version)),
    textArray(profiles.map(({ name }) => name)),
    textArray(profiles.map(({ owner }) => owner)),
  ]);
}
