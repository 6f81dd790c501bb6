import { statement, textArray, type Transaction } from '@orderweave/postgres';
import { keyOfCustomer, type CustomerId } from './customer-id.js';

/** A customer under one of its ids. */
export interface Member extends CustomerId {
  /** The id under which it lives on. */
  readonly holder: string;
  /** Whose it is now; null where that is nobody, or nothing is known of it. */
  readonly owner: string | null;
  /** Whether the owner is told by a profile, not only by what was once said of the customer. */
  readonly certain: boolean;
}

/** The ids asked for (tenants $1, ids $2), their holders, and everybody else whom these hold: each by its key. */
export const FAMILIES = `WITH heads AS (
     SELECT DISTINCT asked.tenant, coalesce(alias.holder, asked.id) AS id FROM unnest($1::text[], $2::text[]) AS asked (tenant, id)
     LEFT JOIN LATERAL (SELECT holder FROM customer_alias a WHERE a.tenant = asked.tenant AND a.customer_id = asked.id LIMIT 1) alias ON true)
   SELECT heads.tenant, member.id AS "customerId", heads.id AS holder, known.owner, coalesce(known.certain, false) AS certain FROM heads
   CROSS JOIN LATERAL (
     SELECT heads.id UNION ALL
     SELECT customer_id FROM customer_alias a WHERE a.tenant = heads.tenant AND a.holder = heads.id) member
   LEFT JOIN LATERAL (
     SELECT owner, profile_version IS NOT NULL AS certain FROM customer_tier k
     WHERE k.tenant = heads.tenant AND k.customer_id = heads.id LIMIT 1) known ON true`;
const FIND = statement('customer-alias.families', FAMILIES);

/** All ids of these customers, in one statement; whoever never merged is alone. */
export function findMembers(reader: Pick<Transaction, 'query'>, customers: readonly CustomerId[]): Promise<Member[]> {
  return reader.query<Member & Record<string, unknown>>(FIND, [
    textArray(customers.map(({ tenant }) => tenant)),
    textArray(customers.map(({ customerId }) => customerId)),
  ]);
}

/** All ids of these customers of a tenant, each with the one that survives; ids that never merged are their own. */
export async function findFamilies(
  reader: Pick<Transaction, 'query'>,
  tenant: string,
  customerIds: readonly string[],
): Promise<Map<string, string>> {
  const asked = customerIds.map((customerId) => ({ tenant, customerId }));
  return new Map((await findMembers(reader, asked)).map(({ customerId, holder }) => [customerId, holder]));
}

/** All ids of one customer. */
export async function familyOf(
  reader: Pick<Transaction, 'query'>,
  tenant: string,
  customerId: string,
): Promise<string[]> {
  return [...(await findFamilies(reader, tenant, [customerId])).keys()];
}

/** A customer with all its ids. */
export interface Family extends Pick<Member, 'holder' | 'owner' | 'certain'> {
  readonly ids: readonly string[];
}

/** The families of members, by the key of each. */
export function byMember(members: readonly Member[]): Map<string, Family> {
  const ids = new Map<string, string[]>();
  for (const { tenant, customerId, holder } of members) {
    const key = keyOfCustomer({ tenant, customerId: holder });
    ids.set(key, [...(ids.get(key) ?? []), customerId]);
  }
  return new Map(
    members.map(({ tenant, customerId, holder, owner, certain }) => {
      const all = ids.get(keyOfCustomer({ tenant, customerId: holder }))!;
      return [keyOfCustomer({ tenant, customerId }), { holder, owner, certain, ids: all }];
    }),
  );
}
