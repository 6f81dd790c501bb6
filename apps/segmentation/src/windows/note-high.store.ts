import type { Day } from '@orderweave/domain-ordering';
import { statement, type Transaction } from '@orderweave/postgres';

// Customers are locked in the order of their keys, as everybody does who locks several. A band that was high for no whole day left no trace.
const NOTE = statement(
  'window.note-high',
  `WITH turned AS (
     UPDATE customer_window SET high_noted = NOT high_noted
      WHERE tenant = $1 AND high_noted <> (coalesce(value_band, '') = 'high')
     RETURNING customer_id),
   locked AS (
     SELECT c.customer_id FROM customer c
      WHERE c.tenant = $1 AND c.customer_id IN (SELECT customer_id FROM turned)
      ORDER BY c.customer_id FOR UPDATE)
   UPDATE customer c SET high_days = array_append(c.high_days, $2::int), wake = least(c.wake, $2::int)
     FROM locked l WHERE c.tenant = $1 AND c.customer_id = l.customer_id`,
);

/**
 * Notes, once a day, whose value band has become high or ceased to be, and wakes them: who is in it counts as important when risk is
 * judged. Hold the model pass before.
 */
export async function noteHigh(tx: Transaction, tenant: string, day: Day): Promise<void> {
  await tx.execute(NOTE, [tenant, day]);
}
