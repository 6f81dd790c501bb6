import type { Transaction } from '@orderweave/postgres';
import { reownAlerts, type ReownParts } from '../life/reown-alerts.js';
import { reownTasks } from '../tasks/reown-tasks.js';
import type { CustomerId } from './customer-id.js';

/** A customer by one of its ids, and whose it is now. */
export interface OwnedCustomer extends CustomerId {
  readonly owner: string | null;
}

/** Gives what waits for customers to whom they belong to now. */
export type HandOver = (tx: Transaction, customers: readonly OwnedCustomer[]) => Promise<void>;

/** Hands over alerts that nobody sees to and open tasks: alerts first, as everybody locks them. */
export function handOver(parts: ReownParts): HandOver {
  return async (tx, customers) => {
    if (customers.length === 0) return;
    await reownAlerts(tx, parts, customers);
    await reownTasks(tx, customers);
  };
}
