import type { TaskRow } from './task-row.js';

/** For whom a task is done as people know the customer now: under the id and the name that survived a merge. */
export function shownCustomer({ customerId, customerName, customer }: TaskRow): { id: string; name: string } {
  const merged = customer !== undefined && customer.id !== customerId;
  return { id: customer?.id ?? customerId, name: (merged ? customer.name : null) ?? customerName };
}
