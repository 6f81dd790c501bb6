import { ownerOfFeedback, type IdentityPolicy } from '@orderweave/domain-network';
import { statement, textArray, type Transaction } from '@orderweave/postgres';
import { loadIdentifiers } from '../identity/identity.store.js';

const ORDERS = statement(
  'feedback.orders',
  `SELECT o.* FROM unnest($2::text[], $3::text[]) AS a (channel, external_id) CROSS JOIN LATERAL (
     SELECT channel || '/' || external_id AS key, customer_id FROM purchase_order p
      WHERE p.tenant = $1 AND p.channel = a.channel AND p.external_id = a.external_id LIMIT 1) o`,
);

/** What feedback names. */
export interface Naming {
  readonly order?: string | undefined;
  readonly identifiers: readonly string[];
}

/** Reads from the network whose feedback is; returns the owners in the order given, null where nobody is known. */
export async function ownersOf(
  tx: Transaction,
  tenant: string,
  namings: readonly Naming[],
  policy: IdentityPolicy,
): Promise<(string | null)[]> {
  const orders = new Set(namings.flatMap(({ order }) => order ?? []));
  const customers = orders.size > 0 ? await loadCustomersOf(tx, tenant, [...orders]) : new Map<string, string | null>();
  const named = new Set(namings.flatMap(({ identifiers }) => identifiers));
  const known = named.size > 0 ? await loadIdentifiers(tx, tenant, named) : new Map();
  return namings.map(({ order, identifiers }) => {
    const orderCustomer = order === undefined ? null : (customers.get(order) ?? null);
    return ownerOfFeedback({ orderCustomer, identifiers, known }, policy);
  });
}

async function loadCustomersOf(tx: Transaction, tenant: string, keys: readonly string[]) {
  const channels = keys.map((key) => key.slice(0, key.indexOf('/')));
  const externalIds = keys.map((key) => key.slice(key.indexOf('/') + 1));
  const values = [tenant, textArray(channels), textArray(externalIds)];
  const rows = await tx.query<{ key: string; customer_id: string | null }>(ORDERS, values);
  return new Map(rows.map(({ key, customer_id }) => [key, customer_id]));
}
