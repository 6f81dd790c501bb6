import { parseAmount } from '@orderweave/domain-ordering';
import { Database, statement } from '@orderweave/postgres';
import { unknownCustomer } from '../problems/unknown-customer.js';
import { readProfile } from '../read-api/customer-state.store.js';
import { outlookOf } from './customer-outlook.js';
import type { CustomerOutlookResponse } from './customer-outlook-response.js';
import { readModels } from './model.store.js';
import type { TenantMoments } from './tenant-moments.js';

const DAYS = statement(
  'outlook.days',
  `SELECT placed_on, sum(amount)::text AS amount FROM ledger_entry
    WHERE tenant = $1 AND customer_id = $2 AND counts AND purchase GROUP BY placed_on ORDER BY placed_on`,
);
const NEWEST = 2 ** 31 - 1;

/** Tells what the models foretell of single customers. */
export class CustomerOutlookReader {
  constructor(
    private readonly database: Database,
    private readonly moments: TenantMoments,
  ) {}

  /** A customer's outlook; a `Problem` (404) for one without an order. `owner`: only a customer of this salesperson is known. */
  async read(tenant: string, customerId: string, owner: string | null): Promise<CustomerOutlookResponse> {
    const rows = await this.database.query<{ placed_on: number; amount: string }>(DAYS, [tenant, customerId]);
    const mine = owner === null || (await readProfile(this.database, tenant, customerId))?.owner === owner;
    if (rows.length === 0 || !mine) throw unknownCustomer(customerId, 'order');
    const moment = (await this.moments.load(this.database, [tenant])).get(tenant)!;
    const [newest] = await readModels(this.database, tenant, { before: NEWEST, limit: 1 });
    const days = rows.map(({ placed_on: day, amount }) => ({ day, amount: parseAmount(amount) }));
    const figures = outlookOf({ days, moment, spend: newest?.training?.spend ?? null });
    return { customerId, currency: moment.policy.currency, ...figures };
  }
}
