import { ORDER_STATUSES, type OrderStatus } from '@orderweave/contracts';

const RANKS = new Map<OrderStatus, number>(ORDER_STATUSES.map((status, rank) => [status, rank]));
const COUNTING: ReadonlySet<OrderStatus> = new Set<OrderStatus>(['placed', 'paid', 'fulfilled', 'completed']);

/** Place of a status in the life of an order: of two revisions with the same updated-at the higher is the newer. */
export function statusRank(status: OrderStatus): number {
  return RANKS.get(status) ?? 0;
}

/** Whether orders of this status count towards amounts and purchase days. */
export function statusCounts(status: OrderStatus): boolean {
  return COUNTING.has(status);
}
