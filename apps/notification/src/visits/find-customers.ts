import { statement, type Database } from '@orderweave/postgres';

/** More customers of one name than this are too many to mean one. */
const MOST_FOUND = 200;
// Every name of the tenant is read, which a person who types may wait for; an index of parts of names would burden every order.
const FIND = statement(
  'tier.find',
  `SELECT customer_id AS id FROM customer_tier WHERE tenant = $1 AND (strpos(lower(name), lower($2)) > 0 OR customer_id = $2)
   ORDER BY customer_id LIMIT ${MOST_FOUND}`,
);

/** Ids of customers whose name holds these letters, upper or lower case, or whose id it is; at most 200. */
export async function findCustomers(
  database: Pick<Database, 'query'>,
  tenant: string,
  name: string,
): Promise<string[]> {
  const rows = await database.query<{ id: string }>(FIND, [tenant, name]);
  return rows.map(({ id }) => id);
}
