import type { RecordedOrder } from '@orderweave/contracts';
import { type Amount, formatAmount, formatDay, parseAmount, parseDay, type Day } from '@orderweave/domain-ordering';

/** A document that has no value for want of a rate, as it was recorded, and what it is worth in its own currency. */
export interface WaitingOrder {
  readonly order: RecordedOrder;
  readonly worth: Amount;
}

/** What a head keeps of a document that waits: the currency and day that it needs a rate for, and all of it as JSON. */
export interface WaitingColumns {
  readonly waitingFor: string;
  readonly waiting: string;
}

/** The columns of a document; undefined for one that has a value. */
export function waitingOf({ order, worth }: Partial<WaitingOrder>): WaitingColumns | undefined {
  if (!order || worth === undefined) return undefined;
  return {
    waitingFor: waitingFor(order.currency, parseDay(order.placedOn)),
    waiting: JSON.stringify({ order, worth: formatAmount(worth) }),
  };
}

/** The document of a column `waiting`. */
export function readWaiting(text: string): WaitingOrder {
  const { order, worth } = JSON.parse(text) as { order: RecordedOrder; worth: string };
  return { order, worth: parseAmount(worth) };
}

/** `EUR 2026-11-20`: sorts by currency, then by day. */
export function waitingFor(currency: string, day: Day): string {
  return `${currency} ${formatDay(day)}`;
}

/** Behind all days of a currency. */
export function afterAllDays(currency: string): string {
  return `${currency} ~`;
}
