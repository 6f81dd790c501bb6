import { formatAmount, type Amount, type Month } from '@orderweave/domain-ordering';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';

const SAVE = statement(
  'month-amount.save',
  `INSERT INTO month_amount AS m (tenant, month, customer_id, amount, version)
   SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::numeric[], $5::int[])
   ON CONFLICT (tenant, month, customer_id) DO UPDATE SET amount = excluded.amount, version = excluded.version`,
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
export async function saveMonthAmounts(tx: Transaction, rows: readonly MonthAmountRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(SAVE, [
    textArray(rows.map((row) => row.tenant)),
    textArray(rows.map((row) => row.month)),
    textArray(rows.map((row) => row.customerId)),
    plainArray(rows.map((row) => formatAmount(row.amount))),
    plainArray(rows.map((row) => row.version)),
  ]);
}
