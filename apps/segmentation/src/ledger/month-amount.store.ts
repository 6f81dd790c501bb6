import { formatAmount, type Amount, type Month } from '@orderweave/domain-ordering';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';

// MERGE finds each row once, where ON CONFLICT looks twice; the caller's locks stand in for what ON CONFLICT guards.
const SAVE = statement(
  'month-amount.save',
  `MERGE INTO month_amount AS m
   USING unnest($1::text[], $2::text[], $3::text[], $4::numeric[], $5::int[]) AS n (tenant, month, customer_id, amount, version)
      ON m.tenant = n.tenant AND m.month = n.month AND m.customer_id = n.customer_id
    WHEN MATCHED THEN UPDATE SET amount = n.amount, version = n.version
    WHEN NOT MATCHED THEN INSERT VALUES (n.tenant, n.month, n.customer_id, n.amount, n.version)`,
);

/** A customer's net amount of one month. */
export interface MonthAmountRow {
  readonly tenant: string;
  readonly month: Month;
  readonly customerId: string;
  readonly amount: Amount;
  readonly version: number;
}

/** Writes the amounts of customers that the caller has locked. */
export function saveMonthAmounts(tx: Transaction, rows: readonly MonthAmountRow[]): void {
  if (rows.length === 0) return;
  tx.write(SAVE, [
    textArray(rows.map((row) => row.tenant)),
    textArray(rows.map((row) => row.month)),
    textArray(rows.map((row) => row.customerId)),
    plainArray(rows.map((row) => formatAmount(row.amount))),
    plainArray(rows.map((row) => row.version)),
  ]);
}
