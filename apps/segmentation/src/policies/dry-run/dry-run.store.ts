import { parseAmount, type Amount, type Month } from '@orderweave/domain-ordering';
import { MonthCut, type Tier, type TierPolicy } from '@orderweave/domain-segmentation';
import { statement, type Transaction } from '@orderweave/postgres';
import type { CustomerState } from '../../ledger/customer-state.js';
import { CUSTOMER_COLUMNS, readCustomers } from '../../ledger/customer.store.js';

// One picture of the database for the whole run, and no write.
const SNAPSHOT = statement('dry-run.snapshot', 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
const MONTHS = statement(
  'dry-run.months',
  'SELECT DISTINCT month FROM month_amount WHERE tenant = $1 AND month >= $2 ORDER BY month',
);
const TOTALS = statement(
  'dry-run.totals',
  `SELECT count(*)::int AS customers, coalesce(sum(amount), 0) AS amount FROM month_amount
    WHERE tenant = $1 AND month = $2 AND amount > 0`,
);
// A cursor: neither the server's answer nor this process holds more than a page, however many customers there are.
const AMOUNTS = statement(
  'dry-run.amounts',
  `DECLARE dry_run NO SCROLL CURSOR FOR
   SELECT amount, count(*)::int AS customers FROM month_amount WHERE tenant = $1 AND month = $2 AND amount > 0
    GROUP BY amount ORDER BY amount DESC`,
);
const FETCH = statement('dry-run.fetch', 'FETCH 5000 FROM dry_run');
const CLOSE = statement('dry-run.close', 'CLOSE dry_run');
const PAGE = statement(
  'dry-run.page',
  `SELECT ${CUSTOMER_COLUMNS} FROM customer c WHERE c.tenant = $1 AND c.customer_id > $2 ORDER BY c.customer_id LIMIT $3`,
);
const CUSTOMERS_A_PAGE = 250;

/** Has the transaction see one moment of the database, and write nothing. Call it first. */
export async function takeSnapshot(tx: Transaction): Promise<void> {
  await tx.execute(SNAPSHOT);
}

/** The months with a document from one on, oldest first. */
export async function readMonths(tx: Transaction, tenant: string, from: Month): Promise<Month[]> {
  return (await tx.query<{ month: Month }>(MONTHS, [tenant, from])).map(({ month }) => month);
}

/** Looks up the tier of a net amount in a month by each of the policies. */
export async function cutMonth<Name extends string>(
  tx: Transaction,
  of: { tenant: string; month: Month },
  policies: Readonly<Record<Name, TierPolicy>>,
): Promise<Record<Name, (amount: Amount | undefined) => Tier>> {
  const values = [of.tenant, of.month];
  const [totals] = await tx.query<{ customers: number; amount: string }>(TOTALS, values);
  const whole = { customers: totals!.customers, amount: parseAmount(totals!.amount) };
  const cuts = Object.entries<TierPolicy>(policies).map(
    ([name, policy]) => [name, new MonthCut(policy, whole)] as const,
  );
  await tx.execute(AMOUNTS, values);
  for (;;) {
    const rows = await tx.query<{ amount: string; customers: number }>(FETCH);
    if (rows.length === 0) break;
    for (const { amount, customers } of rows) {
      const parsed = parseAmount(amount);
      for (const [, cut] of cuts) cut.add(parsed, customers);
    }
  }
  await tx.execute(CLOSE);
  return Object.fromEntries(cuts.map(([name, cut]) => [name, cut.tiers()])) as never;
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
