import { CustomerProfiled, type Profile } from '@orderweave/contracts';
import type { Transaction } from '@orderweave/postgres';
import { emit, type Emission } from '@orderweave/stream';
import type { Belonging } from './belonging.js';
import { lockAndDerive, saveCustomers, TRAITS, type CustomerRow, type DerivedCustomer } from './customer.store.js';

/**
 * Brings customers up to date with their documents and identifiers, and says so where that changes who they are. What a customer is
 * called, whose it is and where it lives comes from its latest document (by placed-at) that states it.
 */
export async function refreshCustomers(
  tx: Transaction,
  tenant: string,
  ids: Iterable<string>,
  { changed, mergedInto }: Pick<Belonging, 'changed' | 'mergedInto'>,
): Promise<Emission[]> {
  const sorted = [...new Set(ids)].sort();
  if (sorted.length === 0) return [];
  const rows: CustomerRow[] = [];
  const emissions: Emission[] = [];
  for (const customer of await lockAndDerive(tx, tenant, sorted)) {
    const into = mergedInto.get(customer.customer_id);
    const row = refreshed(customer, into === undefined ? customer.merged_into : into);
    const said = changed.has(customer.customer_id) || customer.version === 0 || isSomebodyElse(customer, row);
    if (!said && row.first_at === customer.first_at) continue;
    const next = said ? { ...row, version: customer.version + 1 } : row;
    rows.push(next);
    if (said) emissions.push(emit(CustomerProfiled, profileOf(tenant, next, customer.identifiers)));
  }
  saveCustomers(tx, tenant, rows);
  return emissions;
}

/** A customer as others get to know it. */
export function profileOf(
  tenant: string,
  row: Omit<CustomerRow, 'origin' | 'first_at'>,
  identifiers: string[],
): Profile {
  const { customer_id: customerId, version, merged_into: mergedInto } = row;
  return {
    ...{ tenant, customerId, version, identifiers },
    ...(row.name !== null && { name: row.name }),
    ...(row.company !== null && { company: row.company }),
    ...(row.owner !== null && { owner: row.owner }),
    ...(row.country !== null && { country: row.country }),
    ...(row.region !== null && { region: row.region }),
    ...(row.city !== null && { city: row.city }),
    ...(row.industry !== null && { industry: row.industry }),
    ...(row.company_size !== null && { companySize: row.company_size }),
    ...(mergedInto !== null && { mergedInto }),
  };
}

function refreshed(customer: DerivedCustomer, mergedInto: string | null): CustomerRow {
  const { customer_id, origin, version } = customer;
  return {
    ...{ customer_id, origin, version, merged_into: mergedInto },
    // An alias keeps the age that it had, so that undoing the merge finds the oldest again.
    first_at: customer.least_at ?? customer.first_at,
    name: customer.latest_name,
    company: customer.latest_company,
    owner: customer.latest_owner,
    country: customer.latest_country,
    region: customer.latest_region,
    city: customer.latest_city,
    industry: customer.latest_industry,
    company_size: customer.latest_company_size,
  };
}

function isSomebodyElse(before: CustomerRow, after: CustomerRow): boolean {
  return (['merged_into', ...TRAITS] as const).some((trait) => before[trait] !== after[trait]);
}
