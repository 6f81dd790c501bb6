import type { Month } from '@orderweave/domain-ordering';
import type { Tier } from '@orderweave/domain-segmentation';
import { statement, textArray, type Transaction } from '@orderweave/postgres';
import type { CustomerState } from '../ledger/customer-state.js';
import { CUSTOMER_COLUMNS, readCustomers } from '../ledger/customer.store.js';

type Reader = Pick<Transaction, 'query'>;

const CUSTOMER = statement(
  'read.customer',
  `SELECT ${CUSTOMER_COLUMNS} FROM customer c WHERE c.tenant = $1 AND c.customer_id = $2`,
);
const PROFILE = statement(
  'read.profile',
  'SELECT identifiers, name, owner, merged_into FROM profile WHERE tenant = $1 AND customer_id = $2',
);
const FINALS = statement(
  'read.customer-finals',
  `SELECT month, final_tier, final_amount, final_ahead FROM month_tier
    WHERE tenant = $1 AND month = ANY($2::text[]) AND customer_id = $3 AND final_tier IS NOT NULL`,
);

/** Who a customer is. */
export interface ProfileRow {
  identifiers: string[];
  name: string | null;
  owner: string | null;
  merged_into: string | null;
}

/** A frozen tier of one month. */
export interface FinalRow {
  month: Month;
  final_tier: Tier;
  final_amount: string;
  final_ahead: number | null;
}

export async function readCustomer(reader: Reader, tenant: string, id: string): Promise<CustomerState | undefined> {
  return (await readCustomers(reader, CUSTOMER, [tenant, id]))[0];
}

export async function readProfile(reader: Reader, tenant: string, id: string): Promise<ProfileRow | undefined> {
  return (await reader.query<ProfileRow & Record<string, unknown>>(PROFILE, [tenant, id]))[0];
}

export function readFinals(reader: Reader, tenant: string, id: string, months: readonly Month[]): Promise<FinalRow[]> {
  return reader.query<FinalRow & Record<string, unknown>>(FINALS, [tenant, textArray(months), id]);
}
