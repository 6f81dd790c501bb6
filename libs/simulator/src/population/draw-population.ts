import type { Day } from '@orderweave/domain-ordering';
import type { RandomSource } from '../random/random-source.js';
import { SeasonClock, type SeasonKind } from '../year/season.js';
import { drawCustomer, type SimulatedCustomer } from './draw-customer.js';
import { drawPurchases, type Lifetime } from './draw-purchases.js';

/** A customer with its purchases in the simulated days. */
export interface Inhabitant extends Lifetime {
  customer: SimulatedCustomer;
}

/** Which customers, over which days (both included). */
export interface PopulationOptions {
  customers: number;
  channels: number;
  firstDay: Day;
  endDay: Day;
}

const HISTORY_DAYS = 540;
const ACQUIRED_BEFORE = 0.45;

/**
 * Draws the customers and their purchases. Each buys at least once in the days asked for: of the customers acquired before them,
 * only those still buying are kept, as a company only sees those.
 */
export function drawPopulation(seed: RandomSource, options: PopulationOptions): Inhabitant[] {
  const clockOf = (kind: SeasonKind) => new SeasonClock(options.firstDay - HISTORY_DAYS, options.endDay, kind);
  const clocks = { consumer: clockOf('consumer'), business: clockOf('business') };
  return Array.from({ length: options.customers }, (_, index) => {
    const customer = drawCustomer(seed, index, options.channels);
    const random = seed.fork(`lifetime/${index}`);
    const clock = clocks[customer.identities[0].channel.season];
    const between = (from: number, to: number) =>
      clock.calendar(random.between(clock.operational(from), clock.operational(to)));
    const before = random.chance(ACQUIRED_BEFORE);
    for (let attempt = 0; ; attempt++) {
      // Who buys once in many years would never be seen again after an earlier first purchase.
      const first =
        before && attempt < 50 ? between(clock.first, options.firstDay) : between(options.firstDay, options.endDay + 1);
      const lifetime = drawPurchases(customer, first, clock, random);
      const purchases = lifetime.purchases.filter((time) => time >= options.firstDay);
      if (purchases.length > 0) return { customer, purchases, deathDay: lifetime.deathDay };
    }
  });
}
