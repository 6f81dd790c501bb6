/** Who a customer of a row is now. */
export interface PresentCustomer {
  /** The id under which it lives on. */
  id: string;
  /** Null where nothing is known of it but what the row says. */
  name: string | null;
  owner: string | null;
}

const holderOf = (table: string) =>
  `coalesce((SELECT alias.holder FROM customer_alias alias WHERE alias.tenant = ${table}.tenant
     AND alias.customer_id = ${table}.customer_id LIMIT 1), ${table}.customer_id)`;

/** SQL: the `PresentCustomer` of a row with tenant, customer_id and owner. */
export const presentCustomerOf = (table: string) =>
  `(SELECT json_build_object('id', now.id, 'name', known.name, 'owner', coalesce(known.owner, ${table}.owner))
    FROM (SELECT ${holderOf(table)} AS id) now
    LEFT JOIN customer_tier known ON known.tenant = ${table}.tenant AND known.customer_id = now.id)`;

/** SQL: who has the customer of a row now. */
const ownerOf = (table: string) =>
  `coalesce((SELECT known.owner FROM customer_tier known WHERE known.tenant = ${table}.tenant
     AND known.customer_id = ${holderOf(table)} LIMIT 1), ${table}.owner)`;

/** SQL: all ids of the customers whom a person has now; looked up once a statement, whatever the number of rows. Its tenant is $1. */
const idsOwnedBy = (person: string) =>
  `SELECT known.customer_id FROM customer_tier known WHERE known.tenant = $1 AND known.owner = ${person} AND NOT EXISTS (
     SELECT 1 FROM customer_alias alias WHERE alias.tenant = $1 AND alias.customer_id = known.customer_id AND alias.holder IS NOT NULL)
   UNION ALL
   SELECT alias.customer_id FROM customer_alias alias JOIN customer_tier known
     ON known.tenant = alias.tenant AND known.customer_id = alias.holder
   WHERE alias.tenant = $1 AND alias.holder IS NOT NULL AND known.owner = ${person}`;

/** SQL: whether the customer of a row is one whom a person has now. */
export const isOwnedBy = (table: string, person: string) =>
  `(${table}.customer_id IN (${idsOwnedBy(person)}) OR ${table}.owner = ${person} AND ${ownerOf(table)} = ${person})`;

/** SQL: whether the customer of a row is one whom a person has now, or had as the row was made. */
export const concerns = (table: string, person: string) =>
  `(${table}.owner = ${person} OR ${table}.customer_id IN (${idsOwnedBy(person)}))`;
