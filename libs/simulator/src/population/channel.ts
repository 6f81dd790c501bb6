import type { SeasonKind } from '../year/season.js';

/** A sales channel of the simulated company. */
export interface SimulatedChannel {
  name: string;
  season: SeasonKind;
  /** Share of the customers whose first channel this is. */
  share: number;
  /** Typical worth of one order, in units of the currency. */
  typicalOrder: number;
  /** How ids of its orders begin. */
  orderPrefix: string;
  /** Prefix of its own customer ids. */
  customerPrefix: string;
  /** Local hours in which it is busiest. */
  busyHours: readonly [from: number, to: number];
}

/** The three channels: a marketplace, the own shop, and the sales reps. */
export const CHANNELS: readonly SimulatedChannel[] = [
  {
    ...{ name: 'tmall', season: 'consumer', share: 0.45, typicalOrder: 260 },
    ...{ orderPrefix: 'TM', customerPrefix: 'tb', busyHours: [10, 24] },
  },
  {
    ...{ name: 'own-shop', season: 'consumer', share: 0.33, typicalOrder: 340 },
    ...{ orderPrefix: 'OS', customerPrefix: 'shop-', busyHours: [8, 23] },
  },
  {
    ...{ name: 'rep', season: 'business', share: 0.22, typicalOrder: 1900 },
    ...{ orderPrefix: 'SO', customerPrefix: 'C-', busyHours: [9, 18] },
  },
];
