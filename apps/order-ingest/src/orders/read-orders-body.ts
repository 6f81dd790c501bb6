import { Problem } from '@orderweave/service';
import { sliceJsonItems } from './slice-json-items.js';

/** Orders that one request may carry. */
export const MOST_ORDERS = 1_000;

/** The orders of a request. */
export interface OrdersBody {
  /** One order by itself, not a list: its faults make the whole request fail. */
  readonly single: boolean;
  readonly values: readonly unknown[];
  /** The bytes of an order as they were sent. */
  readonly original: (index: number) => Buffer;
}

/** Reads a body: one order, a list of orders, or `{"orders": [...]}`. Throws a `Problem` for what is none of them. */
export function readOrdersBody(body: unknown): OrdersBody {
  if (!Buffer.isBuffer(body) || body.length === 0)
    throw refuse('empty-body', 'The request has no body', 'send an order as JSON');
  const value = parse(body);
  const list = Array.isArray(value) ? (value as unknown[]) : ordersOf(value);
  if (!list) return { single: true, values: [value], original: () => body };
  if (list.length === 0) throw refuse('no-orders', 'The list of orders is empty', 'send at least one order');
  if (list.length > MOST_ORDERS) {
    throw refuse(
      'too-many-orders',
      `The request has ${list.length} orders`,
      `send at most ${MOST_ORDERS} at once`,
      413,
    );
  }
  let slices: Buffer[] | undefined;
  return {
    single: false,
    values: list,
    original: (index) => (slices ??= sliceJsonItems(body))[index] ?? Buffer.alloc(0),
  };
}

function ordersOf(value: unknown): unknown[] | undefined {
  const orders = (value as { orders?: unknown } | null)?.orders;
  return Array.isArray(orders) ? orders : undefined;
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw refuse('not-json', 'The body is not JSON', `correct it: ${(error as Error).message}`);
  }
}

function refuse(code: string, title: string, remedy: string, status = 400): Problem {
  return new Problem({ status, code, title, faults: [{ field: '', rule: code, remedy }] });
}
