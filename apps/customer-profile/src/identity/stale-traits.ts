import type { Transaction } from '@orderweave/postgres';
import type { Statement } from '../network/order-state.js';
import type { FoundedCustomer } from './belonging.js';
import { loadCustomers, TRAITS, type CustomerRow } from './customer.store.js';
import { traitsOf } from './found-customers.js';

/** Customers of whom a statement says something else than what is stored; most orders say nothing new, and then nothing is written. */
export async function staleTraits(
  tx: Transaction,
  tenant: string,
  statements: ReadonlyMap<string, readonly Statement[]>,
  founded: readonly FoundedCustomer[],
): Promise<string[]> {
  const fresh = new Set(founded.map(({ id }) => id));
  const elder = [...statements.keys()].filter((id) => !fresh.has(id));
  if (elder.length === 0) return [];
  const rows = await loadCustomers(tx, tenant, elder);
  return rows
    .filter((row) => statements.get(row.customer_id)?.some((one) => differs(one, row)))
    .map((row) => row.customer_id);
}

function differs(statement: Statement, row: CustomerRow): boolean {
  if (statement.order.placedAt < row.first_at) return true;
  const stated = traitsOf([statement]);
  // A revision that no longer says what an earlier one said counts too: what it said may be what is stored.
  const silent = statement.revised ? row : undefined;
  return TRAITS.some((trait) => stated[trait] !== row[trait] && (stated[trait] !== null || Boolean(silent?.[trait])));
}
