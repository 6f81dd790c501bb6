import { CustomerProfiled } from '@orderweave/contracts';
import type { Transaction } from '@orderweave/postgres';
import { emit, type Emission } from '@orderweave/stream';
import type { Statement } from '../network/order-state.js';
import type { FoundedCustomer } from './belonging.js';
import { insertCustomers, type CustomerRow, type CustomerTraits } from './customer.store.js';
import { profileOf } from './refresh-customers.js';
import { NeedsExclusiveError } from './tenant-lock.js';

/**
 * Writes new customers, as the batch's documents show them. `statements` are those of each new customer by id; a customer that is
 * founded by a split also has documents outside the batch and is refreshed afterwards.
 */
export async function foundCustomers(
  tx: Transaction,
  tenant: string,
  founded: readonly FoundedCustomer[],
  statements: ReadonlyMap<string, readonly Statement[]>,
): Promise<Emission[]> {
  if (founded.length === 0) return [];
  const rows = founded.map(({ id, origin }) => newCustomer(id, origin, statements.get(id) ?? []));
  if ((await insertCustomers(tx, tenant, rows)) < rows.length) throw new NeedsExclusiveError('a customer id is taken');
  return founded.flatMap(({ identifiers }, index) => {
    const row = rows[index];
    return row ? [emit(CustomerProfiled, profileOf(tenant, { ...row, merged_into: null }, [...identifiers]))] : [];
  });
}

function newCustomer(id: string, origin: string, statements: readonly Statement[]): Omit<CustomerRow, 'merged_into'> {
  const latestFirst = [...statements].sort(byPlaceDescending);
  const last = latestFirst.at(-1);
  return {
    customer_id: id,
    origin,
    version: 1,
    first_at: last?.order.placedAt ?? 'infinity',
    ...traitsOf(latestFirst),
  };
}

/** What the latest document that says anything about it says. */
export function traitsOf(latestFirst: readonly Statement[]): CustomerTraits {
  const pick = (read: (order: Statement['order']) => string | undefined) => {
    for (const { order } of latestFirst) {
      const found = read(order);
      if (found !== undefined) return found;
    }
    return null;
  };
  const place = latestFirst.find(({ order }) => order.shipTo)?.order.shipTo;
  return {
    name: pick((order) => order.customerName ?? order.shipTo?.['name']),
    company: pick((order) => order.company),
    owner: pick((order) => order.salesRep),
    country: place?.['country'] ?? null,
    region: place?.['region'] ?? null,
    city: place?.['city'] ?? null,
    industry: pick((order) => order.industry),
    company_size: pick((order) => order.companySize),
  };
}

function byPlaceDescending(a: Statement, b: Statement): number {
  if (a.order.placedAt !== b.order.placedAt) return a.order.placedAt < b.order.placedAt ? 1 : -1;
  if (a.key === b.key) return 0;
  return a.key < b.key ? 1 : -1;
}
