import { localDay, startOfDay } from '@orderweave/domain-ordering';
import type { SimulatedMessage } from '../orders/simulated-message.js';
import { drawOrder } from '../orders/draw-order.js';
import { planMessages } from '../orders/plan-messages.js';
import { drawPopulation, type Inhabitant } from '../population/draw-population.js';
import { drawExponential } from '../random/distributions.js';
import { RandomSource } from '../random/random-source.js';
import type { YearOptions } from './simulate-year.js';

/** Mean milliseconds between two live orders. */
const PACE_MS = 4_000;

/**
 * Endless live orders, from an instant (epoch milliseconds) on, of the customers of a simulated year that still buy, each as often
 * as its rate says. The instant is part of the ids, so that two runs never collide.
 */
export function* trickle(options: YearOptions, fromInstant: number, paceMs = PACE_MS): Generator<SimulatedMessage> {
  const seed = new RandomSource(`orderweave/${options.seed}`);
  const firstDay = options.endDay - options.days + 1;
  const alive = drawPopulation(seed, { ...options, firstDay }).filter(({ deathDay }) => deathDay === null);
  const total = alive.reduce((sum, { customer }) => sum + customer.lambda, 0);
  const random = seed.fork(`trickle/${fromInstant}`);
  const run = fromInstant.toString(36);
  let at = fromInstant;
  for (let number = 0; alive.length > 0; number++) {
    at += drawExponential(random, paceMs);
    const { customer } = drawByRate(alive, total, random);
    const identity = random.pick(customer.identities);
    const placedAt = Math.floor(at);
    const order = drawOrder(
      random,
      {
        externalId: `${identity.channel.orderPrefix}-${run}-${number}`,
        placedAt,
        channel: identity.channel,
        buyer: { customer, identity },
      },
      options,
    );
    const today = startOfDay(localDay(placedAt, options.timeZone) + 1, options.timeZone);
    // What would follow on later days is left to the future; what is sent now is the order and its repeats.
    for (const message of planMessages(random, order, customer.index, placedAt)) {
      if (message.at < today && (message.kind === 'order' || message.kind === 'malformed'))
        yield { ...message, at: placedAt };
    }
  }
}

function drawByRate(alive: readonly Inhabitant[], total: number, random: RandomSource): Inhabitant {
  let left = random.next() * total;
  return alive.find(({ customer }) => (left -= customer.lambda) < 0) ?? random.pick(alive);
}
