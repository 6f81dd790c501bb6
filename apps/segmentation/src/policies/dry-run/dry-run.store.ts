import { type Month } from '@orderweave/domain-ordering';
import { statement, textArray, type Transaction } from '@orderweave/postgres';
import type { CustomerState } from '../../ledger/customer-state.js';
import { CUSTOMER_COLUMNS, readCustomers } from '../../ledger/customer.store.js';
import type { FiguresRow } from '../../windows/customer-window.store.js';

// One picture of the database for the whole run, and no write.
const SNAPSHOT = statement('dry-run.snapshot', 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
const MONTHS = statement(
  'dry-run.months',
  'SELECT DISTINCT month FROM month_amount WHERE tenant = $1 AND month >= $2 ORDER BY month',
);
const PAGE = statement(
  'dry-run.page',
  `SELECT ${CUSTOMER_COLUMNS} FROM customer c WHERE c.tenant = $1 AND c.customer_id > $2 ORDER BY c.customer_id LIMIT $3`,
);
const FIGURES = statement(
  'dry-run.figures',
  `SELECT customer_id, net_amount, purchase_days, recent_purchase_days, last_purchase_on FROM customer_window
    WHERE tenant = $1 AND customer_id = ANY($2::text[])`,
);
// Some milliseconds of work, after which others have their turn.
const CUSTOMERS_A_PAGE = 250;

/** Has the transaction see one moment of the database, and write nothing. Call it first. */
export async function takeSnapshot(tx: Transaction): Promise<void> {
  await tx.execute(SNAPSHOT);
}

/** The months with a document from one on, oldest first. */
export async function readMonths(tx: Transaction, tenant: string, from: Month): Promise<Month[]> {
  return (await tx.query<{ month: Month }>(MONTHS, [tenant, from])).map(({ month }) => month);
}

/** All customers, a page at a time. */
export async function* readAllCustomers(tx: Transaction, tenant: string): AsyncGenerator<CustomerState[]> {
  for (let after = ''; ;) {
    const page = await readCustomers(tx, PAGE, [tenant, after, CUSTOMERS_A_PAGE]);
    if (page.length > 0) yield page;
    if (page.length < CUSTOMERS_A_PAGE) return;
    after = page.at(-1)!.customerId;
  }
}

/** The figures of a page of customers in the windows of the policy in force. */
export function readFigures(tx: Transaction, tenant: string, page: readonly CustomerState[]): Promise<FiguresRow[]> {
  const ids = textArray(page.map(({ customerId }) => customerId));
  return tx.query<FiguresRow & Record<string, unknown>>(FIGURES, [tenant, ids]);
}
