import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import type { CustomerId } from '../merges/customer-id.js';
import { ENTITLEMENT_COLUMNS, type EntitlementRow } from './entitlement.store.js';

/** Takes the lock of the customer of a row until the transaction ends. */
export const lockOf = (row: string) =>
  `pg_advisory_xact_lock(hashtext('entitle/' || ${row}.tenant || '/' || ${row}.customer_id))`;
// Whoever grants and whoever ends for a merge wait for each other: neither sees what the other has not committed.
const LOCK = statement(
  'merged-entitlement.lock',
  `SELECT ${lockOf('asked')} FROM (
     SELECT DISTINCT tenant, customer_id FROM unnest($1::text[], $2::text[]) AS told (tenant, customer_id) ORDER BY 1, 2) asked`,
);
const MERGED = statement(
  'merged-entitlement.merged',
  `SELECT DISTINCT merge.tenant, merge.customer_id AS "customerId" FROM unnest($1::text[], $2::text[]) AS asked (tenant, customer_id)
     JOIN customer_alias merge ON merge.tenant = asked.tenant AND merge.customer_id = asked.customer_id
    WHERE merge.holder IS NOT NULL`,
);
const END = statement(
  'merged-entitlement.end',
  `UPDATE customer_entitlement held SET ended_at = greatest(held.since, ending.at), merged = true
     FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS ending (tenant, customer_id, at)
     JOIN customer_alias merge ON merge.tenant = ending.tenant AND merge.customer_id = ending.customer_id
    WHERE held.tenant = ending.tenant AND held.customer_id = ending.customer_id AND held.ended_at IS NULL
      AND merge.holder IS NOT NULL
   RETURNING ${ENTITLEMENT_COLUMNS}`,
);
const REOWN = statement(
  'merged-entitlement.reown',
  `UPDATE customer_entitlement held SET owner = known.owner
     FROM unnest($1::text[], $2::text[]) AS asked (tenant, customer_id)
     JOIN customer_tier known ON known.tenant = asked.tenant AND known.customer_id = asked.customer_id
    WHERE held.tenant = asked.tenant AND held.customer_id = asked.customer_id AND held.owner IS DISTINCT FROM known.owner`,
);

const REVIVE = statement(
  'merged-entitlement.revive',
  `UPDATE customer_entitlement held SET ended_at = NULL, merged = false
     FROM unnest($1::text[], $2::text[]) AS freed (tenant, customer_id)
    WHERE held.tenant = freed.tenant AND held.customer_id = freed.customer_id AND held.merged
   RETURNING ${ENTITLEMENT_COLUMNS}`,
);

/** Lets one at a time grant to customers, or end what they hold, until the transaction ends. */
export async function lockCustomers(tx: Transaction, customers: readonly CustomerId[]): Promise<void> {
  await tx.query(LOCK, keysOf(customers));
}

/** Which of some customers live on under another id. */
export function findMerged(tx: Transaction, customers: readonly CustomerId[]): Promise<CustomerId[]> {
  return tx.query<CustomerId & Record<string, unknown>>(MERGED, keysOf(customers));
}

/** Ends what customers hold who live on under another id, at moments in epoch milliseconds; returns what had not ended. */
export function endMerged(
  tx: Transaction,
  ends: readonly (CustomerId & { readonly at: number })[],
): Promise<EntitlementRow[]> {
  const moments = plainArray(ends.map(({ at }) => new Date(at).toISOString()));
  return tx.query<EntitlementRow & Record<string, unknown>>(END, [...keysOf(ends), moments]);
}

/** Gives back what only a merge had ended; returns it. */
export function reviveMerged(tx: Transaction, customers: readonly CustomerId[]): Promise<EntitlementRow[]> {
  return tx.query<EntitlementRow & Record<string, unknown>>(REVIVE, keysOf(customers));
}

/** Hands entitlements over to the owners that customers have now. */
export async function reownEntitlements(tx: Transaction, customers: readonly CustomerId[]): Promise<void> {
  await tx.execute(REOWN, keysOf(customers));
}

function keysOf(customers: readonly CustomerId[]): [string, string] {
  return [textArray(customers.map(({ tenant }) => tenant)), textArray(customers.map(({ customerId }) => customerId))];
}
