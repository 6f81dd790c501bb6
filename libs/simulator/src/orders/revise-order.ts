import type { OrderSubmission } from '@orderweave/contracts';
import type { RandomSource } from '../random/random-source.js';
import { centsText, instantText, lineCents } from './draw-order.js';

/** The order cancelled at this instant (epoch milliseconds). */
export function cancelOrder(order: OrderSubmission, at: number): OrderSubmission {
  return { ...order, status: 'cancelled', updatedAt: instantText(at, 'UTC') };
}

/** The order with the quantity of one line put right. */
export function correctOrder(random: RandomSource, order: OrderSubmission, at: number): OrderSubmission {
  const wrong = random.integer(0, order.lines.length - 1);
  const lines = order.lines.map((line, index) =>
    index === wrong ? { ...line, quantity: String(Number(line.quantity) + random.integer(1, 3)) } : line,
  );
  return { ...order, lines, updatedAt: instantText(at, 'UTC') };
}

/** The order with a refund of one line, or of everything, written into it. */
export function refundOrder(random: RandomSource, order: OrderSubmission, at: number): OrderSubmission {
  const refunded = drawRefundedLines(random, order).reduce((sum, line) => sum + lineCents(line), 0);
  const refundedAt = instantText(at, 'UTC');
  return {
    ...order,
    status: 'completed',
    updatedAt: refundedAt,
    refunds: [{ id: `R-${order.externalId}`, amount: centsText(refunded), refundedAt }],
  };
}

/** A credit note of its own: for the order when `named`, else goodwill that names none. */
export function creditOrder(random: RandomSource, order: OrderSubmission, at: number, named: boolean): OrderSubmission {
  const { shipTo: _shipTo, shipping: _shipping, ...rest } = order;
  const credited = named ? drawRefundedLines(random, order) : order.lines.slice(0, 1).map(oneTenth);
  return {
    ...rest,
    externalId: `CN-${order.externalId}`,
    kind: 'credit-note',
    ...(named ? { refundsOrder: order.externalId } : {}),
    status: 'completed',
    placedAt: instantText(at, 'UTC'),
    updatedAt: instantText(at, 'UTC'),
    lines: credited.map((line) => ({
      ...line,
      quantity: `-${line.quantity}`,
      ...(line.discount === undefined ? {} : { discount: `-${line.discount}` }),
    })),
  };
}

type Line = OrderSubmission['lines'][number];

function drawRefundedLines(random: RandomSource, order: OrderSubmission): Line[] {
  return random.chance(0.4) ? order.lines : [random.pick(order.lines)];
}

function oneTenth(line: Line): Line {
  const { discount: _discount, ...rest } = line;
  return { ...rest, quantity: '1', unitPrice: centsText(Math.max(1, Math.round(lineCents(line) / 10))) };
}
