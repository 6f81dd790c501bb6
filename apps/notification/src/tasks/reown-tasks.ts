import { statement, textArray, type Transaction } from '@orderweave/postgres';
import type { Reowned } from '../visits/customer-tier.store.js';

const REOWN = statement(
  'task.reown',
  // Whom to remind from now on the sweep finds out.
  `UPDATE task SET owner = new.owner, next_at = 'epoch',
     assignee = CASE WHEN task.follows AND task.assignee IS NOT DISTINCT FROM new.old THEN new.owner ELSE task.assignee END
   FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS new (tenant, customer_id, old, owner)
   WHERE task.tenant = ANY($1) AND task.customer_id = ANY($2) AND task.tenant = new.tenant AND task.customer_id = new.customer_id AND task.state = 'open'`,
);

/** Gives the open tasks for customers who have a new salesperson to that one, as far as the former one had them. */
export async function reownTasks(tx: Transaction, customers: readonly Reowned[]): Promise<void> {
  await tx.execute(REOWN, [
    textArray(customers.map(({ tenant }) => tenant)),
    textArray(customers.map(({ customerId }) => customerId)),
    textArray(customers.map(({ from }) => from)),
    textArray(customers.map(({ to }) => to)),
  ]);
}
