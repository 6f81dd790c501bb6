import { statement, textArray, type Transaction } from '@orderweave/postgres';
import type { OwnedCustomer } from '../merges/hand-over.js';

// Whom to remind from now on the sweep finds out. Whoever has a task for another reason keeps it, also when that one becomes the owner.
const REOWN = statement(
  'task.reown',
  `UPDATE task SET owner = new.owner, next_at = 'epoch',
     as_owner = task.as_owner AND task.assignee IS NOT DISTINCT FROM task.owner,
     assignee = CASE WHEN task.follows AND task.as_owner AND task.assignee IS NOT DISTINCT FROM task.owner THEN new.owner
       ELSE task.assignee END
   FROM unnest($1::text[], $2::text[], $3::text[]) AS new (tenant, customer_id, owner)
   WHERE task.tenant = ANY($1) AND task.customer_id = ANY($2) AND task.tenant = new.tenant AND task.customer_id = new.customer_id
     AND task.state = 'open' AND task.owner IS DISTINCT FROM new.owner`,
);

/** Gives the open tasks for customers to those who have them now, as far as their owners had them. */
export async function reownTasks(tx: Transaction, customers: readonly OwnedCustomer[]): Promise<void> {
  await tx.execute(REOWN, [
    textArray(customers.map(({ tenant }) => tenant)),
    textArray(customers.map(({ customerId }) => customerId)),
    textArray(customers.map(({ owner }) => owner)),
  ]);
}
