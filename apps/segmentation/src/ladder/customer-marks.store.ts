import type { Day, Month } from '@orderweave/domain-ordering';
import { statement, textArray, type Transaction } from '@orderweave/postgres';
import { readPages } from '../pieces/read-pages.js';

const PAGE = 2_000;
const HIGH_TURNED = `SELECT customer_id FROM customer_window WHERE tenant = $1 AND high_noted <> (coalesce(value_band, '') = 'high')`;
const TURNED = statement('marks.turned', `${HIGH_TURNED} ORDER BY customer_id`);
const TURNED_OR_CLOSED = statement(
  'marks.turned-or-closed',
  `${HIGH_TURNED}
   UNION SELECT customer_id FROM month_tier WHERE tenant = $1 AND month = ANY($2::text[]) AND final_tier = 'A'
   UNION SELECT customer_id FROM customer WHERE tenant = $1 AND important_months && $3::text[]
   ORDER BY customer_id`,
);
const LOCK = statement(
  'marks.lock',
  `SELECT FROM unnest($2::text[]) AS a (customer_id) CROSS JOIN LATERAL (
     SELECT FROM customer c WHERE c.tenant = $1 AND c.customer_id = a.customer_id FOR UPDATE) c`,
);
const MARK_IMPORTANT = statement(
  'marks.important',
  `UPDATE customer c
      SET important_months = CASE WHEN u.important THEN array_append(c.important_months, $2) ELSE c.important_months END,
          wake = CASE WHEN u.important <> coalesce($3 = ANY(c.important_months), false) THEN least(c.wake, $4::int) ELSE c.wake END
     FROM (SELECT a.customer_id, coalesce(t.final_tier = 'A', false) AS important
             FROM unnest($5::text[]) AS a (customer_id)
             LEFT JOIN LATERAL (
               SELECT final_tier FROM month_tier t WHERE t.tenant = $1 AND t.month = $2 AND t.customer_id = a.customer_id LIMIT 1) t
               ON true) u
    WHERE c.tenant = $1 AND c.customer_id = u.customer_id AND (u.important OR $3 = ANY(c.important_months))`,
);
// A band that was high for no whole day left no trace.
const MARK_HIGH = statement(
  'marks.high',
  `WITH turned AS (
     UPDATE customer_window w SET high_noted = NOT high_noted
       FROM unnest($3::text[]) AS a (customer_id)
      WHERE w.tenant = $1 AND w.customer_id = a.customer_id AND w.high_noted <> (coalesce(w.value_band, '') = 'high')
     RETURNING w.customer_id)
   UPDATE customer c SET high_days = array_append(c.high_days, $2::int), wake = least(c.wake, $2::int)
     FROM turned t WHERE c.tenant = $1 AND c.customer_id = t.customer_id`,
);

/** A month that closed. */
export interface ClosedMonth {
  readonly month: Month;
  readonly previous: Month;
  readonly closedOn: Day;
}

/** What a turned day leaves in customers' rows. */
export interface DayMarks {
  readonly tenant: string;
  readonly day: Day;
  /** The months that closed with it, oldest first. */
  readonly closed: readonly ClosedMonth[];
}

/**
 * Notes who has tier A in the closed months, and whose value band has become high or ceased to be; wakes those for whom that is new, or no
 * longer so: they count as important when risk is judged. Customers are locked in the order of their keys, as everybody does who locks
 * several. Hold the model pass before.
 */
export async function markCustomers(tx: Transaction, { tenant, day, closed }: DayMarks): Promise<void> {
  const months = textArray(closed.map(({ month }) => month));
  const previous = textArray(closed.map(({ previous: before }) => before));
  const pages =
    closed.length > 0
      ? readPages<{ customer_id: string }>(tx, TURNED_OR_CLOSED, [tenant, months, previous], PAGE)
      : readPages<{ customer_id: string }>(tx, TURNED, [tenant], PAGE);
  for await (const page of pages) {
    const ids = textArray(page.map(({ customer_id }) => customer_id));
    tx.write(LOCK, [tenant, ids]);
    for (const close of closed) tx.write(MARK_IMPORTANT, [tenant, close.month, close.previous, close.closedOn, ids]);
    tx.write(MARK_HIGH, [tenant, day, ids]);
  }
}
