import type { AlertOutcome, WatchedAlert } from '@orderweave/domain-notification';
import { formatAmount, parseAmount } from '@orderweave/domain-ordering';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';

/** A winnable alert with its outcome as it was judged last. */
export interface StoredOutcome extends WatchedAlert {
  readonly customerId: string;
  /** The customer's surviving id. */
  readonly holder: string;
  readonly rule: string;
  readonly muted: string | null;
  readonly resolves: boolean;
  readonly outcome: AlertOutcome;
}

/** What has become of an outcome. */
export interface JudgedOutcome {
  readonly alertId: string;
  readonly holder: string;
  readonly outcome: AlertOutcome;
}

const WATCHED = statement(
  'alert-outcome.watched',
  `SELECT alert_id AS id, customer_id AS "customerId", holder, rule, muted, resolves, starts_at AS "startsAt", until,
     cause_order AS "causeOrder", orders, amount::text, currency, first_order AS "firstOrder", first_at AS "firstAt",
     first_amount::text AS "firstAmount", credited_orders AS "creditedOrders", credited_amount::text AS "creditedAmount"
   FROM alert_outcome WHERE tenant = $1 AND customer_id = ANY($2::text[]) AND until >= $3 AND winnable`,
);
const SAVE = statement(
  'alert-outcome.save',
  `UPDATE alert_outcome known SET holder = new.holder, orders = new.orders, amount = new.amount, currency = new.currency,
     first_order = new.first_order, first_at = new.first_at, first_amount = new.first_amount,
     credited_orders = new.credited_orders, credited_amount = new.credited_amount
   FROM unnest($2::text[], $3::text[], $4::int[], $5::numeric[], $6::text[], $7::text[], $8::timestamptz[], $9::numeric[],
     $10::int[], $11::numeric[])
     AS new (alert_id, holder, orders, amount, currency, first_order, first_at, first_amount, credited_orders, credited_amount)
   WHERE known.tenant = $1 AND known.alert_id = ANY($2::text[]) AND known.alert_id = new.alert_id`,
);

/** Winnable alerts of these ids of customers whose window had not ended at a moment (epoch milliseconds). */
export async function loadWatched(
  tx: Transaction,
  tenant: string,
  customerIds: readonly string[],
  since: number,
): Promise<StoredOutcome[]> {
  const rows = await tx.query<OutcomeRow>(WATCHED, [tenant, textArray(customerIds), instant(since)]);
  return rows.map((row) => ({
    ...{ id: row.id, customerId: row.customerId, holder: row.holder, rule: row.rule, muted: row.muted },
    ...{ resolves: row.resolves, told: row.muted === null, causeOrder: row.causeOrder },
    ...{ startsAt: row.startsAt.getTime(), until: row.until.getTime(), outcome: outcomeOf(row) },
  }));
}

/** Saves what outcomes have become, in one statement. */
export async function saveOutcomes(tx: Transaction, tenant: string, judged: readonly JudgedOutcome[]): Promise<void> {
  const column = (of: (outcome: AlertOutcome) => string | number | null | undefined) =>
    plainArray(judged.map(({ outcome }) => of(outcome)));
  await tx.execute(SAVE, [
    tenant,
    textArray(judged.map(({ alertId }) => alertId)),
    textArray(judged.map(({ holder }) => holder)),
    column(({ orders }) => orders),
    column(({ amount }) => formatAmount(amount)),
    textArray(judged.map(({ outcome }) => outcome.currency)),
    textArray(judged.map(({ outcome }) => outcome.first?.order)),
    column(({ first }) => first && instant(first.placedAt)),
    column(({ first }) => first && formatAmount(first.amount)),
    column(({ creditedOrders }) => creditedOrders),
    column(({ creditedAmount }) => formatAmount(creditedAmount)),
  ]);
}

interface OutcomeRow extends Record<string, unknown> {
  id: string;
  customerId: string;
  holder: string;
  rule: string;
  muted: string | null;
  resolves: boolean;
  startsAt: Date;
  until: Date;
  causeOrder: string | null;
  orders: number;
  amount: string;
  currency: string | null;
  firstOrder: string | null;
  firstAt: Date | null;
  firstAmount: string | null;
  creditedOrders: number;
  creditedAmount: string;
}

function outcomeOf(row: OutcomeRow): AlertOutcome {
  const { orders, currency, firstOrder, firstAt, firstAmount, creditedOrders } = row;
  const isFirst = firstOrder !== null && firstAt !== null && firstAmount !== null;
  return {
    ...{ orders, currency, creditedOrders },
    amount: parseAmount(row.amount),
    first: isFirst ? { order: firstOrder, placedAt: firstAt.getTime(), amount: parseAmount(firstAmount) } : null,
    creditedAmount: parseAmount(row.creditedAmount),
  };
}

function instant(at: number): string {
  return new Date(at).toISOString();
}
