import { customerIdFrom } from '@orderweave/domain-network';
import type { Transaction } from '@orderweave/postgres';
import { loadCustomers } from './customer.store.js';

/** The first id founded with this identifier that nobody has: after a split the identifier may found a second customer. */
export async function freeCustomerId(tx: Transaction, tenant: string, origin: string): Promise<string> {
  for (let turn = 0; ; turn++) {
    const id = customerIdFrom(tenant, origin, turn);
    if ((await loadCustomers(tx, tenant, [id])).length === 0) return id;
  }
}
