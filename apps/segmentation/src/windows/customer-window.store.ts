import { formatAmount, parseAmount, type Amount, type Day } from '@orderweave/domain-ordering';
import {
  cutDays,
  EMPTY_LEDGER,
  figuresByMonths,
  type DatedFigures,
  type RfmMeasures,
  type WindowFigures,
  type Windows,
} from '@orderweave/domain-segmentation';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import { readPages } from '../pieces/read-pages.js';
import { unpackHistory } from '../ledger/history-text.js';

const PAGE = 2_000;
const NO_DOCUMENTS = { ledger: EMPTY_LEDGER, amounts: new Map<string, Amount>() };

// Days and sums of months stand in the customer's row; of the documents only those are looked at that lie in a month which the window
// cuts, outside of it. One statement, so that row and documents are of the same moment.
const MEASURE = statement(
  'window.measure',
  `SELECT a.customer_id, c.history, cut_before.amount AS before, cut_after.amount AS after,
          w.net_amount, w.purchase_days, w.recent_purchase_days, w.last_purchase_on, w.due_on
     FROM unnest($2::text[]) AS a (customer_id)
     LEFT JOIN LATERAL (
       SELECT history FROM customer c WHERE c.tenant = $1 AND c.customer_id = a.customer_id LIMIT 1) c ON true
    CROSS JOIN LATERAL (
       SELECT coalesce(sum(amount), 0) AS amount FROM ledger_entry e
        WHERE e.tenant = $1 AND e.customer_id = a.customer_id AND e.counts AND e.placed_on BETWEEN $3 AND $4) cut_before
    CROSS JOIN LATERAL (
       SELECT coalesce(sum(amount), 0) AS amount FROM ledger_entry e
        WHERE e.tenant = $1 AND e.customer_id = a.customer_id AND e.counts AND e.placed_on BETWEEN $5 AND $6) cut_after
     LEFT JOIN LATERAL (
       SELECT net_amount, purchase_days, recent_purchase_days, last_purchase_on, due_on FROM customer_window w
        WHERE w.tenant = $1 AND w.customer_id = a.customer_id LIMIT 1) w ON true`,
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
  'SELECT customer_id FROM customer_window WHERE tenant = $1 AND due_on <= $2 ORDER BY due_on',
);
const EVERYBODY = statement(
  'window.everybody',
  'SELECT customer_id FROM customer_window WHERE tenant = $1 ORDER BY customer_id',
);
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

/** A customer's documents, and the figures that were measured last; null for none yet. */
interface MeasureRow {
  customer_id: string;
  history: string | null;
  before: string;
  after: string;
  net_amount: string | null;
  purchase_days: number | null;
  recent_purchase_days: number | null;
  last_purchase_on: Day | null;
  due_on: Day | null;
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
  const { before, after } = cutDays(day, windows.amountDays);
  const asked = [tenant, textArray(customerIds), ...before, ...after];
  const measured: (MeasuredWindow & { readonly figures: DatedFigures })[] = [];
  for (const row of await tx.query<MeasureRow & Record<string, unknown>>(MEASURE, asked)) {
    const history = row.history === null ? NO_DOCUMENTS : unpackHistory(row.history);
    const cut = { before: parseAmount(row.before), after: parseAmount(row.after) };
    const figures = figuresByMonths(history, day, cut, windows);
    const netBefore = row.net_amount === null ? undefined : parseAmount(row.net_amount);
    // To write a row costs many times what it costs to compare it.
    if (isNews(figures, row, netBefore))
      measured.push({ customerId: row.customer_id, figures, netBefore: netBefore ?? 0n });
  }
  if (measured.length === 0) return [];
  const column = (of: (figures: DatedFigures) => string | number | null) =>
    plainArray(measured.map(({ figures }) => of(figures)));
  tx.write(SAVE, [
    tenant,
    textArray(measured.map(({ customerId }) => customerId)),
    column(({ netAmount }) => formatAmount(netAmount)),
    column(({ purchaseDays }) => purchaseDays),
    column(({ recentPurchaseDays }) => recentPurchaseDays),
    column(({ lastPurchaseOn }) => lastPurchaseOn),
    column(({ dueOn }) => dueOn),
  ]);
  return measured;
}

function isNews(figures: DatedFigures, before: MeasureRow, netBefore: Amount | undefined): boolean {
  return (
    figures.netAmount !== netBefore ||
    figures.purchaseDays !== before.purchase_days ||
    figures.recentPurchaseDays !== before.recent_purchase_days ||
    figures.lastPurchaseOn !== before.last_purchase_on ||
    figures.dueOn !== before.due_on
  );
}

/** Customers whose figures may have changed by a day, or `everybody`; at most `limit` at a time. */
export async function* readDue(
  tx: Transaction,
  { tenant, day, everybody }: { tenant: string; day: Day; everybody: boolean },
  limit: number,
): AsyncGenerator<string[], undefined> {
  const rows = everybody
    ? readPages<{ customer_id: string }>(tx, EVERYBODY, [tenant], limit)
    : readPages<{ customer_id: string }>(tx, DUE, [tenant, day], limit);
  for await (const page of rows) yield page.map(({ customer_id }) => customer_id);
}

/** The figures of all customers of a tenant, and what was published of them; some at a time. */
export function readWindows(tx: Transaction, tenant: string): AsyncGenerator<StoredWindow[], undefined> {
  return readPages(tx, ALL, [tenant], PAGE);
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
