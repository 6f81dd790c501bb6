import { parseAmount, type Day, type Month } from '@orderweave/domain-ordering';
import type { DatedDocument } from '@orderweave/domain-segmentation';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import { inPieces } from '../pieces/in-pieces.js';
import { readPages } from '../pieces/read-pages.js';

const WATCH = statement(
  'pace.watch',
  `WITH page AS (
     SELECT customer_id, final_tier FROM month_tier WHERE tenant = $1 AND month = $2 AND customer_id > $5
      ORDER BY customer_id LIMIT $6),
   watched AS (
     INSERT INTO pace_watch (tenant, customer_id, month, tier, due_on)
     SELECT $1, customer_id, $3, final_tier, $4::int FROM page WHERE final_tier IN ('A', 'B') ORDER BY customer_id
     ON CONFLICT (tenant, customer_id) DO UPDATE
        SET month = excluded.month, tier = excluded.tier, due_on = excluded.due_on)
   SELECT max(customer_id) AS last FROM page`,
);
const DUE = statement(
  'pace.due',
  `SELECT customer_id, tier FROM pace_watch
    WHERE tenant = $1 AND month = $2 AND due_on <= $3 ORDER BY due_on, customer_id`,
);
const DOCUMENTS = statement(
  'pace.documents',
  `SELECT a.customer_id, d.placed_on, d.amount, d.purchase
     FROM unnest($2::text[]) AS a (customer_id)
    CROSS JOIN LATERAL (
      SELECT placed_on, sum(amount) AS amount, bool_or(purchase) AS purchase FROM ledger_entry e
       WHERE e.tenant = $1 AND e.customer_id = a.customer_id AND e.counts AND e.placed_on >= $3
       GROUP BY placed_on
      UNION ALL
      SELECT min(placed_on), 0, true FROM ledger_entry e
       WHERE e.tenant = $1 AND e.customer_id = a.customer_id AND e.counts AND e.purchase AND e.placed_on < $3
      HAVING min(placed_on) IS NOT NULL) d`,
);
const LATER = statement(
  'pace.later',
  `MERGE INTO pace_watch AS w
   USING unnest($2::text[], $3::int[]) AS n (customer_id, due_on) ON w.tenant = $1 AND w.customer_id = n.customer_id
    WHEN MATCHED THEN UPDATE SET due_on = n.due_on`,
);
const FORGET = statement('pace.forget', 'DELETE FROM pace_watch WHERE tenant = $1 AND customer_id = ANY($2::text[])');
const FORGET_MONTH = statement(
  'pace.forget-month',
  `WITH page AS (
     SELECT customer_id FROM pace_watch WHERE tenant = $1 AND customer_id > $3 ORDER BY customer_id LIMIT $4),
   forgotten AS (
     DELETE FROM pace_watch WHERE tenant = $1 AND month <= $2 AND customer_id = ANY(ARRAY(SELECT customer_id FROM page)))
   SELECT max(customer_id) AS last FROM page`,
);
const WAKE = statement(
  'pace.wake',
  `UPDATE pace_watch SET due_on = $3
    WHERE tenant = $1 AND customer_id = ANY($2::text[]) AND (due_on IS NULL OR due_on > $3)`,
);

/** A customer to look at, with its tier of last month. */
export interface WatchedCustomer {
  customer_id: string;
  tier: 'A' | 'B';
}

/** Watches the A and B customers of a closed month through another one, from the end of `dueOn` on. */
export async function watchPace(
  tx: Transaction,
  { tenant, closed, month, dueOn }: { tenant: string; closed: Month; month: Month; dueOn: Day },
): Promise<void> {
  await inPieces(tx, WATCH, [tenant, closed, month, dueOn]);
}

/** Customers watched in a month who may be behind as of the end of a day, at most `limit` at a time. */
export function readDuePaces(
  tx: Transaction,
  { tenant, month, day, limit }: { tenant: string; month: Month; day: Day; limit: number },
): AsyncGenerator<WatchedCustomer[], undefined> {
  return readPages(tx, DUE, [tenant, month, day], limit);
}

/** What customers had on each day from `since` on, and the day of their first purchase where that was earlier. */
export async function readDatedAmounts(
  tx: Transaction,
  tenant: string,
  customerIds: readonly string[],
  since: Day,
): Promise<Map<string, DatedDocument[]>> {
  const rows = await tx.query<{ customer_id: string; placed_on: Day; amount: string; purchase: boolean }>(DOCUMENTS, [
    tenant,
    textArray(customerIds),
    since,
  ]);
  const documents = new Map<string, DatedDocument[]>(customerIds.map((id) => [id, []]));
  for (const { customer_id, placed_on: placedOn, amount, purchase } of rows) {
    documents.get(customer_id)!.push({ placedOn, amount: parseAmount(amount), purchase, counts: true });
  }
  return documents;
}

/** Notes when customers are to be looked at next; null when only a further document can make them so. */
export async function postponePaces(
  tx: Transaction,
  tenant: string,
  later: readonly { customerId: string; dueOn: Day | null }[],
): Promise<void> {
  if (later.length === 0) return;
  const ids = textArray(later.map(({ customerId }) => customerId));
  await tx.execute(LATER, [tenant, ids, plainArray(later.map(({ dueOn }) => dueOn))]);
}

/** Watches customers no longer. */
export async function forgetPaces(tx: Transaction, tenant: string, customerIds: readonly string[]): Promise<void> {
  if (customerIds.length > 0) await tx.execute(FORGET, [tenant, textArray(customerIds)]);
}

/** Ends the watch of a month that is over. */
export async function forgetMonth(tx: Transaction, tenant: string, month: Month): Promise<void> {
  await inPieces(tx, FORGET_MONTH, [tenant, month]);
}

/** Has customers looked at as of the end of a day, if they are watched. */
export async function wakePaces(
  tx: Transaction,
  tenant: string,
  customerIds: readonly string[],
  day: Day,
): Promise<void> {
  if (customerIds.length > 0) tx.write(WAKE, [tenant, textArray(customerIds), day]);
}
