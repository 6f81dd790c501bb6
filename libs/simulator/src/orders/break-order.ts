import type { OrderSubmission } from '@orderweave/contracts';
import type { RandomSource } from '../random/random-source.js';

/** What goes wrong in messages of real systems; each makes a submission that has to be refused. */
const FAULTS: readonly ((order: OrderSubmission) => unknown)[] = [
  ({ currency: _currency, ...rest }) => rest,
  (order) => ({ ...order, lines: [] }),
  (order) => ({ ...order, lines: order.lines.map((line) => ({ ...line, unitPrice: '12,50' })) }),
  (order) => ({ ...order, status: 'shipped' }),
  (order) => ({ ...order, placedAt: order.placedAt.slice(0, 10).replaceAll('-', '/') }),
  (order) => ({ ...order, channel: order.channel.toUpperCase(), currency: 'rmb' }),
  (order) => ({ ...order, externalId: '' }),
  (order) => ({ ...order, lines: order.lines.map(({ quantity: _quantity, ...line }) => ({ ...line, qty: 'two' })) }),
];

/** A broken copy of an order, under an id of its own. */
export function breakOrder(random: RandomSource, order: OrderSubmission): unknown {
  return random.pick(FAULTS)({ ...order, externalId: `${order.externalId}-X` });
}
