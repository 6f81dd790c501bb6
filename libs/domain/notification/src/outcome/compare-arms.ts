import { compareMeans } from './compare-means.js';
import { compareShares, type Interval } from './compare-shares.js';

/** Customers who were alerted, or who were held out. Each customer is one, whatever number of alerts there were. */
export interface Arm {
  readonly customers: number;
  /** Of them, those who ordered within the window. */
  readonly recovered: number;
  /** Mean and variance (n − 1) of the net amount in the window, 0 for who did not order. */
  readonly meanAmount: number;
  readonly amountVariance: number;
}

/** What being alerted changed: recovered share and mean amount, alerted minus held out; null where too few tell. */
export interface Uplift {
  readonly share: Interval | null;
  readonly amount: Interval | null;
}

/** Customers that each arm must have before anything is said. */
export const LEAST_CUSTOMERS = 30;
/** Customers of each arm who must have ordered before something is said of amounts, most of which are 0. */
export const LEAST_RECOVERED = 10;

/** Compares the arms, if they are large enough that the figures do not mislead. */
export function compareArms(alerted: Arm, heldOut: Arm): Uplift {
  if (Math.min(alerted.customers, heldOut.customers) < LEAST_CUSTOMERS) return { share: null, amount: null };
  const share = compareShares(proportionOf(alerted), proportionOf(heldOut));
  if (Math.min(alerted.recovered, heldOut.recovered) < LEAST_RECOVERED) return { share, amount: null };
  return { share, amount: compareMeans(momentsOf(alerted), momentsOf(heldOut)) ?? null };
}

function proportionOf({ recovered, customers }: Arm) {
  return { successes: recovered, of: customers };
}

function momentsOf({ customers, meanAmount, amountVariance }: Arm) {
  return { count: customers, mean: meanAmount, variance: amountVariance };
}
