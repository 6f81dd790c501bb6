import { parseAmount, type Amount, type Day } from '@orderweave/domain-ordering';
import type { RfmMeasures, WindowFigures, Windows } from '@orderweave/domain-segmentation';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';

// What `figuresOn` says, for many customers at once and without their documents leaving the database. "due_on" may come before the
// day of `nextWindowChange` (what leaves may add up to nothing), never after it. Only documents of the windows are looked at, however
// long the history is; who has no purchase there is asked for an earlier one.
// Who has nothing new is left out here: to write a row costs many times what it costs to compare it.
const MEASURE = statement(
  'window.measure',
  `SELECT m.*, w.net_amount AS net_before
     FROM (
       SELECT a.customer_id, f.net_amount, f.purchase_days, f.recent_purchase_days,
              coalesce(f.last_purchase_on,
                       (SELECT placed_on FROM ledger_entry e
                         WHERE e.tenant = $1 AND e.customer_id = a.customer_id AND e.counts AND e.purchase AND e.placed_on <= $3
                         ORDER BY placed_on DESC LIMIT 1)) AS last_purchase_on, f.due_on
         FROM unnest($2::text[]) AS a (customer_id)
        CROSS JOIN LATERAL (
          SELECT coalesce(sum(amount) FILTER (WHERE age < $4 AND age >= 0), 0) AS net_amount,
                 count(*) FILTER (WHERE purchase AND age < $4 AND age >= 0)::int AS purchase_days,
                 count(*) FILTER (WHERE purchase AND age < $5 AND age >= 0)::int AS recent_purchase_days,
                 max(placed_on) FILTER (WHERE purchase AND age >= 0) AS last_purchase_on,
                 least(min(placed_on) FILTER (WHERE age < 0),
                       min(placed_on) FILTER (WHERE age < $4 AND age >= 0) + $4::int,
                       min(placed_on) FILTER (WHERE purchase AND age < $5 AND age >= 0) + $5::int) AS due_on
            FROM (SELECT placed_on, $3::int - placed_on AS age, sum(amount) AS amount, bool_or(purchase) AS purchase
                    FROM ledger_entry e
                   WHERE e.tenant = $1 AND e.customer_id = a.customer_id AND e.counts
                     AND e.placed_on > $3::int - greatest($4::int, $5::int)
                   GROUP BY placed_on) d) f) m
     LEFT JOIN LATERAL (
       SELECT net_amount, purchase_days, recent_purchase_days, last_purchase_on, due_on FROM customer_window w
        WHERE w.tenant = $1 AND w.customer_id = m.customer_id LIMIT 1) w ON true
    WHERE (w.net_amount, w.purchase_days, w.recent_purchase_days, w.last_purchase_on, w.due_on)
          IS DISTINCT FROM (m.net_amount, m.purchase_days, m.recent_purchase_days, m.last_purchase_on, m.due_on)`,
);
const SAVE = statement(
  'window.save',
  `MERGE INTO customer_window AS w
   USING unnest($2::text[], $3::numeric[], $4::int[], $5::int[], $6::int[], $7::int[])
      AS n (customer_id, net_amount, purchase_days, recent_purchase_days, last_purchase_on, due_on)
      ON w.tenant = $1 AND w.customer_id = n.customer_id
    WHEN MATCHED
    THEN UPDATE SET net_amount = n.net_amount, purchase_days = n.purchase_days,
                    recent_purchase_days = n.recent_purchase_days, last_purchase_on = n.last_purchase_on, due_on = n.due_on
    WHEN NOT MATCHED
    THEN INSERT (tenant, customer_id, net_amount, purchase_days, recent_purchase_days, last_purchase_on, due_on)
         VALUES ($1, n.customer_id, n.net_amount, n.purchase_days, n.recent_purchase_days, n.last_purchase_on, n.due_on)`,
);
const DUE = statement(
  'window.due',
  'SELECT customer_id FROM customer_window WHERE tenant = $1 AND due_on <= $2 ORDER BY due_on LIMIT $3',
);
const ALL_DUE = statement('window.all-due', 'UPDATE customer_window SET due_on = $2 WHERE tenant = $1');
const ALL = statement(
  'window.all',
  `SELECT customer_id, net_amount, purchase_days, recent_purchase_days, last_purchase_on, value_band, rfm_group
     FROM customer_window WHERE tenant = $1`,
);

/** A row of `customer_window`: a customer's figures. */
export interface FiguresRow {
  customer_id: string;
  net_amount: string;
  purchase_days: number;
  recent_purchase_days: number;
  last_purchase_on: Day | null;
}

interface MeasuredRow extends FiguresRow {
  due_on: Day | null;
  /** Null for a customer that had no figures. */
  net_before: string | null;
}

/** Figures that were measured anew; `netBefore` is 0 for a customer that had none. */
export interface MeasuredWindow {
  readonly customerId: string;
  readonly figures: WindowFigures;
  readonly netBefore: Amount;
}

/** What ladders are rebuilt from. */
export interface StoredWindow extends FiguresRow {
  value_band: string | null;
  rfm_group: string | null;
}

/** Measures customers anew as of a day, by the documents that are committed, and returns those with something new. */
export async function refreshWindows(
  tx: Transaction,
  { tenant, day, windows }: { tenant: string; day: Day; windows: Windows },
  customerIds: readonly string[],
): Promise<MeasuredWindow[]> {
  if (customerIds.length === 0) return [];
  const asked = [tenant, textArray(customerIds), day, windows.amountDays, windows.frequencyDays];
  const rows = await tx.query<MeasuredRow & Record<string, unknown>>(MEASURE, asked);
  if (rows.length === 0) return [];
  await tx.execute(SAVE, [
    tenant,
    textArray(rows.map((row) => row.customer_id)),
    plainArray(rows.map((row) => row.net_amount)),
    plainArray(rows.map((row) => row.purchase_days)),
    plainArray(rows.map((row) => row.recent_purchase_days)),
    plainArray(rows.map((row) => row.last_purchase_on)),
    plainArray(rows.map((row) => row.due_on)),
  ]);
  return rows.map((row) => {
    return { customerId: row.customer_id, figures: figuresOf(row), netBefore: parseAmount(row.net_before ?? '0') };
  });
}

/** Customers whose figures may have changed by a day. */
export async function readDue(tx: Transaction, tenant: string, day: Day, limit: number): Promise<string[]> {
  return (await tx.query<{ customer_id: string }>(DUE, [tenant, day, limit])).map(({ customer_id }) => customer_id);
}

/** Has everybody measured anew on a day. */
export async function makeAllDue(tx: Transaction, tenant: string, day: Day): Promise<void> {
  await tx.execute(ALL_DUE, [tenant, day]);
}

/** The figures of all customers of a tenant, and what was published of them. */
export function readWindows(tx: Transaction, tenant: string): Promise<StoredWindow[]> {
  return tx.query<StoredWindow & Record<string, unknown>>(ALL, [tenant]);
}

/** The figures of a row. */
export function figuresOf(row: FiguresRow): WindowFigures {
  return {
    netAmount: parseAmount(row.net_amount),
    purchaseDays: row.purchase_days,
    recentPurchaseDays: row.recent_purchase_days,
    lastPurchaseOn: row.last_purchase_on,
  };
}

/** What a customer is scored by; null without a purchase day in the window. */
export function measuresOf({ purchaseDays, lastPurchaseOn, netAmount }: WindowFigures): RfmMeasures | null {
  return purchaseDays === 0 || lastPurchaseOn === null ? null : { purchaseDays, lastPurchaseOn, netAmount };
}
