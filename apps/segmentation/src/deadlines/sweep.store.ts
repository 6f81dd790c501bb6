import { statement, type Transaction } from '@orderweave/postgres';
import { CUSTOMER_COLUMNS, readCustomers } from '../ledger/customer.store.js';
import type { CustomerState } from '../ledger/customer-state.js';

// Who is locked is with another sweeper, or with an order that looks after the deadline itself.
const DUE = statement(
  'sweep.due',
  `SELECT ${CUSTOMER_COLUMNS} FROM customer c
    WHERE c.tenant = $1 AND c.wake <= (SELECT day FROM turned_day WHERE tenant = $1)
    ORDER BY c.wake LIMIT $2 FOR UPDATE OF c SKIP LOCKED`,
);
const NEXT_IN_PASS = statement(
  'sweep.next-in-pass',
  `SELECT ${CUSTOMER_COLUMNS} FROM customer c
    WHERE c.tenant = $1 AND c.customer_id > $2 ORDER BY c.tenant, c.customer_id LIMIT $3 FOR UPDATE OF c`,
);
const TENANTS = statement('sweep.tenants', 'SELECT tenant FROM turned_day ORDER BY tenant');
// Who waits for the sweeper asks again and again: nobody needs to know more exactly how far it is than by 10,000. In order, so that the
// index is gone along; else all customers are looked at to find that nobody is due.
const COUNT_DUE = statement(
  'sweep.count-due',
  `SELECT (SELECT count(*) FROM turned_day d CROSS JOIN LATERAL (
             SELECT FROM customer c WHERE c.tenant = d.tenant AND c.wake <= d.day ORDER BY c.wake LIMIT 10000) AS due)::int
        + (SELECT count(*) FROM model_pass)::int AS due`,
);

/** The tenants whose clock has turned to a day. */
export async function readSweptTenants(reader: Pick<Transaction, 'query'>): Promise<string[]> {
  return (await reader.query<{ tenant: string }>(TENANTS)).map(({ tenant }) => tenant);
}

/** Locks customers whose wake-up day has come and whom nobody works on. */
export function lockDueCustomers(tx: Transaction, tenant: string, limit: number): Promise<CustomerState[]> {
  return readCustomers(tx, DUE, [tenant, limit]);
}

/** Locks the next customers by id, waiting for those that an order is changing. */
export function lockNextCustomers(
  tx: Transaction,
  tenant: string,
  after: string,
  limit: number,
): Promise<CustomerState[]> {
  return readCustomers(tx, NEXT_IN_PASS, [tenant, after, limit]);
}

/** Customers due (10,000 a tenant at most), and passes of a new model under way. */
export async function countDue(reader: Pick<Transaction, 'query'>): Promise<number> {
  const [row] = await reader.query<{ due: number }>(COUNT_DUE);
  return row?.due ?? 0;
}
