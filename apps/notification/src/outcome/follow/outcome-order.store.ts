import type { Activity } from '@orderweave/contracts';
import type { WatchedOrder } from '@orderweave/domain-notification';
import { parseAmount } from '@orderweave/domain-ordering';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import type { CustomerId } from '../../merges/customer-id.js';

/** An activity, and whether its document is young enough to matter to an alert. */
export interface RecentActivity {
  readonly activity: Activity;
  readonly recent: boolean;
}

// What is too old is not taken in, unless it is a new version of what is known. LIMIT keeps the look by key.
const SAVE = statement(
  'outcome-order.save',
  `INSERT INTO outcome_order AS known
     (tenant, customer_id, order_key, version, placed_at, amount, currency, counts, purchase)
   SELECT n.tenant, n.customer_id, n.order_key, n.version, n.placed_at, n.amount, n.currency, n.counts, n.purchase
   FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::timestamptz[], $6::numeric[], $7::text[], $8::boolean[],
     $9::boolean[], $10::boolean[])
     AS n (tenant, customer_id, order_key, version, placed_at, amount, currency, counts, purchase, recent)
   WHERE n.recent OR (SELECT true FROM outcome_order o
     WHERE o.tenant = n.tenant AND o.customer_id = n.customer_id AND o.order_key = n.order_key LIMIT 1)
   ON CONFLICT (tenant, customer_id, order_key) DO UPDATE
     SET version = excluded.version, placed_at = excluded.placed_at, amount = excluded.amount,
         currency = excluded.currency, counts = excluded.counts, purchase = excluded.purchase
     WHERE known.version < excluded.version
   RETURNING tenant, customer_id AS "customerId"`,
);
const LOAD = statement(
  'outcome-order.load',
  `SELECT customer_id AS "customerId", order_key AS "order", version::float8 AS version, placed_at AS "placedAt", amount::text,
     currency, counts, purchase
   FROM outcome_order WHERE tenant = $1 AND customer_id = ANY($2::text[]) AND placed_at > $3`,
);
const PRUNE = statement(
  'outcome-order.prune',
  `DELETE FROM outcome_order WHERE ctid = ANY(ARRAY(
     SELECT ctid FROM outcome_order WHERE tenant = $1 AND placed_at <= $2 AND version > 0 LIMIT $3))`,
);

/** Keeps what is newer than what is known, in one statement, at most one activity a document and customer; returns whose it was. */
export function saveOrders(tx: Transaction, activities: readonly RecentActivity[]): Promise<CustomerId[]> {
  const texts = (of: (activity: Activity) => string) => textArray(activities.map(({ activity }) => of(activity)));
  const plain = (of: (activity: Activity) => string | number | boolean) =>
    plainArray(activities.map(({ activity }) => of(activity)));
  return tx.query<CustomerId & Record<string, unknown>>(SAVE, [
    texts(({ tenant }) => tenant),
    texts(({ customerId }) => customerId),
    texts(({ order }) => order),
    plain(({ version }) => version),
    plain(({ placedAt }) => placedAt),
    plain(({ netAmount }) => netAmount),
    texts(({ currency }) => currency),
    plain(({ counts }) => counts),
    plain(({ purchase }) => purchase),
    plainArray(activities.map(({ recent }) => recent)),
  ]);
}

/** What was placed after a moment, by these ids of customers. */
export async function loadOrders(
  tx: Transaction,
  tenant: string,
  customerIds: readonly string[],
  after: number,
): Promise<(WatchedOrder & { customerId: string })[]> {
  const rows = await tx.query<OrderRow>(LOAD, [tenant, textArray(customerIds), new Date(after).toISOString()]);
  return rows.map((row) => ({ ...row, placedAt: row.placedAt.getTime(), amount: parseAmount(row.amount) }));
}

/** Forgets what was placed until a moment, at most `limit` documents at once; returns how many. */
export function pruneOrders(tx: Transaction, tenant: string, until: number, limit: number): Promise<number> {
  return tx.execute(PRUNE, [tenant, new Date(until).toISOString(), limit]);
}

type OrderRow = Omit<WatchedOrder, 'placedAt' | 'amount'> & { customerId: string; placedAt: Date; amount: string };
