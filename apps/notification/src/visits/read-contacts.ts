import type { TaskKind } from '@orderweave/domain-notification';
import { statement, textArray, type Database } from '@orderweave/postgres';

/** Something that was done for a customer. */
export interface ContactRow {
  customerId: string;
  kind: TaskKind;
  at: Date;
}

const CONTACTS = statement(
  'visit.contacts',
  `SELECT done.* FROM unnest($2::text[]) AS asked (customer_id) CROSS JOIN LATERAL (
     SELECT asked.customer_id AS id UNION ALL
     SELECT customer_id FROM customer_alias a WHERE a.tenant = $1 AND a.holder = asked.customer_id) member
   CROSS JOIN LATERAL (
     SELECT asked.customer_id AS "customerId", kind, settled_at AS at FROM task
     WHERE task.tenant = $1 AND task.customer_id = member.id AND state = 'done' AND settled_at >= $3
       AND outcome IS DISTINCT FROM 'not-reached' OFFSET 0) done`,
);

/** Tasks of these customers, under whichever of their ids, that were done since a moment (epoch milliseconds) and reached somebody. */
export function readContacts(
  database: Database,
  tenant: string,
  customers: readonly string[],
  since: number,
): Promise<ContactRow[]> {
  const values = [tenant, textArray(customers), new Date(since).toISOString()];
  return database.query<ContactRow & Record<string, unknown>>(CONTACTS, values);
}
