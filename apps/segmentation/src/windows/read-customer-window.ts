import { formatAmount } from '@orderweave/domain-ordering';
import { frequencyOf, resolveRfmGroups, rfmScore, type ValueBand } from '@orderweave/domain-segmentation';
import { statement, type Transaction } from '@orderweave/postgres';
import type { TenantMoment } from '../models/tenant-moment.js';
import { figuresOf, type FiguresRow } from './customer-window.store.js';
import type { FrequencyResponse, RfmResponse, ValueResponse } from './window-response.js';

const READ = statement(
  'read.window',
  `SELECT w.customer_id, w.net_amount, w.purchase_days, w.recent_purchase_days, w.last_purchase_on, w.value_band, o.*
     FROM customer_window w
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE net_amount > 0)::int AS valued,
             count(*) FILTER (WHERE net_amount > greatest(w.net_amount, 0))::int AS ahead,
             count(*) FILTER (WHERE purchase_days > 0)::int AS scored,
             count(*) FILTER (WHERE purchase_days > 0 AND last_purchase_on > w.last_purchase_on)::int AS more_recent,
             count(*) FILTER (WHERE purchase_days > w.purchase_days)::int AS more_frequent,
             count(*) FILTER (WHERE purchase_days > 0 AND net_amount > w.net_amount)::int AS of_more_value
        FROM customer_window WHERE tenant = $1) o
    WHERE w.tenant = $1 AND w.customer_id = $2`,
);

/** A customer's figures, and how many of all are better; one look at everybody's. */
interface WindowRow extends FiguresRow {
  value_band: ValueBand | null;
  valued: number;
  ahead: number;
  scored: number;
  more_recent: number;
  more_frequent: number;
  of_more_value: number;
}

/** What windows of time say of a customer. */
export interface CustomerWindow {
  value: ValueResponse;
  frequency: FrequencyResponse;
  rfm: RfmResponse | null;
}

/** The value band, frequency and RFM of a customer as of the tenant's day; of one that has no figures yet, what nothing gives. */
export async function readCustomerWindow(
  reader: Pick<Transaction, 'query'>,
  customerId: string,
  { policy }: TenantMoment,
): Promise<CustomerWindow> {
  const { value, frequency } = policy;
  const [row] = await reader.query<WindowRow & Record<string, unknown>>(READ, [policy.tenant, customerId]);
  const figures = row
    ? figuresOf(row)
    : { netAmount: 0n, purchaseDays: 0, recentPurchaseDays: 0, lastPurchaseOn: null };
  return {
    value: {
      band: row?.value_band ?? null,
      netAmount: formatAmount(figures.netAmount),
      windowDays: value.windowDays,
      ahead: row && figures.netAmount > 0n ? row.ahead : null,
      customers: row?.valued ?? 0,
    },
    frequency: {
      name: frequencyOf(figures, frequency),
      purchaseDays: figures.recentPurchaseDays,
      windowDays: frequency.windowDays,
    },
    rfm: row && figures.purchaseDays > 0 ? rfmOf(row, resolveRfmGroups(policy.rfm)) : null,
  };
}

function rfmOf(row: WindowRow, groupOf: ReturnType<typeof resolveRfmGroups>): RfmResponse {
  const { scored: customers, more_recent, more_frequent, of_more_value } = row;
  const scores = {
    r: rfmScore(more_recent, customers),
    f: rfmScore(more_frequent, customers),
    m: rfmScore(of_more_value, customers),
  };
  return { ...scores, group: groupOf(scores), customers };
}
