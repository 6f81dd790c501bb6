import type { OrderSubmission } from '@orderweave/contracts';
import { drawExponential } from '../random/distributions.js';
import type { RandomSource } from '../random/random-source.js';
import { breakOrder } from './break-order.js';
import { cancelOrder, correctOrder, creditOrder, refundOrder } from './revise-order.js';
import type { MessageKind, SimulatedMessage } from './simulated-message.js';

/** Shares of what happens to an order and to its messages. */
export const RATES = {
  cancelled: 0.02,
  refunded: 0.02,
  corrected: 0.03,
  duplicated: 0.015,
  late: 0.02,
  malformed: 0.003,
} as const;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** All messages that one order will ever cause, each with the instant when it is sent; not sorted. */
export function planMessages(
  random: RandomSource,
  order: OrderSubmission,
  customer: number | null,
  placedAt: number,
): SimulatedMessage[] {
  const messages: SimulatedMessage[] = [];
  // Systems send after some minutes, now and then after hours: so messages of one day come out of order.
  const send = (kind: MessageKind, body: unknown, happened: number) => {
    const at = happened + drawExponential(random, random.chance(0.05) ? 2 * HOUR_MS : 5 * MINUTE_MS);
    messages.push({ kind, body, customer, at });
    if (random.chance(RATES.duplicated)) {
      messages.push({ kind: 'duplicate', body, customer, at: at + drawExponential(random, 6 * HOUR_MS) });
    }
  };
  if (random.chance(RATES.late)) send('late', order, placedAt + random.between(DAY_MS, 10 * DAY_MS));
  else send('order', order, placedAt);
  const [kind, body, happened] = drawAftermath(random, order, placedAt) ?? [];
  if (kind && happened) send(kind, body, happened);
  if (random.chance(RATES.malformed)) {
    messages.push({ kind: 'malformed', body: breakOrder(random, order), customer, at: placedAt + MINUTE_MS });
  }
  return messages;
}

function drawAftermath(
  random: RandomSource,
  order: OrderSubmission,
  placedAt: number,
): [MessageKind, OrderSubmission, number] | undefined {
  const fate = random.next();
  if (fate < RATES.cancelled) {
    const at = placedAt + random.between(HOUR_MS, 3 * DAY_MS);
    return ['cancellation', cancelOrder(order, at), at];
  }
  if (fate < RATES.cancelled + RATES.refunded) {
    const at = placedAt + random.between(3 * DAY_MS, 14 * DAY_MS);
    const form = random.next();
    return ['refund', form < 0.5 ? refundOrder(random, order, at) : creditOrder(random, order, at, form < 0.9), at];
  }
  if (fate < RATES.cancelled + RATES.refunded + RATES.corrected) {
    const at = placedAt + random.between(30 * MINUTE_MS, 2 * DAY_MS);
    return ['correction', correctOrder(random, order, at), at];
  }
  return undefined;
}
