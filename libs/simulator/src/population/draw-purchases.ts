import type { Day } from '@orderweave/domain-ordering';
import { drawGamma } from '../random/distributions.js';
import type { RandomSource } from '../random/random-source.js';
import type { SeasonClock } from '../year/season.js';
import { PROCESS, type SimulatedCustomer } from './draw-customer.js';

/** When one customer bought, and when it stopped. */
export interface Lifetime {
  /** Calendar times in local days with fractions, ascending, up to the clock's last day. */
  purchases: readonly number[];
  /** The day of its last purchase ever, if it stopped within the clock's days. */
  deathDay: Day | null;
}

/**
 * One lifetime of the MBG/CNBD-k process (Platzer and Reutterer 2016): after every purchase, the first included, the customer stops
 * for good with its dropout probability; else the next one comes after an Erlang-k gap. Gaps run in the season's operational time.
 */
export function drawPurchases(
  customer: Pick<SimulatedCustomer, 'lambda' | 'dropout'>,
  firstPurchase: number,
  clock: SeasonClock,
  random: RandomSource,
): Lifetime {
  const purchases: number[] = [];
  let operational = clock.operational(firstPurchase);
  for (let time = firstPurchase; time < clock.last + 1; time = clock.calendar(operational)) {
    purchases.push(time);
    if (random.chance(customer.dropout)) return { purchases, deathDay: Math.floor(time) };
    operational += drawGamma(random, PROCESS.k, customer.lambda);
  }
  return { purchases, deathDay: null };
}
