import { startOfDay, type Day } from '@orderweave/domain-ordering';
import type { Company, OrderSlip } from '../orders/draw-order.js';
import { drawOrder } from '../orders/draw-order.js';
import { planMessages } from '../orders/plan-messages.js';
import type { SimulatedMessage } from '../orders/simulated-message.js';
import type { SimulatedChannel } from '../population/channel.js';
import type { SimulatedCustomer } from '../population/draw-customer.js';
import type { RandomSource } from '../random/random-source.js';

/** A customer's purchase (or mere quote) on a day; `number` counts within the customer. */
export interface Visit {
  customer: SimulatedCustomer;
  number: number;
  quote?: boolean;
}

const HOUR_MS = 3_600_000;
const ANONYMOUS = 0.015;

/** The messages that the purchases of one local day cause, on that day and later. */
export function planDay(seed: RandomSource, day: Day, visits: readonly Visit[], company: Company): SimulatedMessage[] {
  const start = startOfDay(day, company.timeZone);
  return visits.flatMap((visit) => {
    const random = seed.fork(`order/${visit.customer.index}/${visit.number}`);
    const planned = planVisit(random, start, visit, company);
    if (visit.quote || !random.chance(ANONYMOUS)) return planned;
    return [...planned, ...planAnonymous(random, start, visit, company)];
  });
}

function planVisit(random: RandomSource, start: number, visit: Visit, company: Company): SimulatedMessage[] {
  const { customer, number } = visit;
  const [first, second] = customer.identities;
  // The second purchase is always in the second channel, so that whoever has two is seen in both.
  const identity = second && (number === 1 || random.chance(0.35)) ? second : first;
  const placedAt = start + drawTimeOfDay(random, identity.channel);
  const externalId = `${identity.channel.orderPrefix}-${customer.index}-${number}`;
  const order = drawOrder(
    random,
    { externalId, placedAt, channel: identity.channel, buyer: { customer, identity } },
    company,
  );
  if (!visit.quote) return planMessages(random, order, customer.index, placedAt);
  return [{ kind: 'quote', at: placedAt, customer: customer.index, body: { ...order, status: 'quote' } }];
}

function planAnonymous(random: RandomSource, start: number, visit: Visit, company: Company): SimulatedMessage[] {
  const { channel } = visit.customer.identities[0];
  const placedAt = start + drawTimeOfDay(random, channel);
  const slip: OrderSlip = {
    externalId: `${channel.orderPrefix}-${visit.customer.index}-${visit.number}A`,
    placedAt,
    channel,
  };
  return planMessages(random, drawOrder(random, slip, company), null, placedAt);
}

/** Milliseconds after the day's start, whole seconds, thickest in the middle of the channel's busy hours. */
export function drawTimeOfDay(random: RandomSource, channel: SimulatedChannel): number {
  const [from, to] = channel.busyHours;
  const hour = from + ((random.next() + random.next()) / 2) * (to - from);
  return Math.min(Math.floor((hour * HOUR_MS) / 1000) * 1000, 24 * HOUR_MS - 1000);
}
