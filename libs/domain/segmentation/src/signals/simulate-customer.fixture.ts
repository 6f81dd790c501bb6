import { parseAmount, parseDay, type Day } from '@orderweave/domain-ordering';
import type { SignalOrder } from './signal-history.js';

/** How a customer orders from some day on. */
export interface Habit {
  /** Mean days between orders; their spread is that of Erlang-`shape` gaps: 1 is wholly irregular. */
  gap: number;
  shape: number;
  /** Median amount of an order. */
  amount: number;
  returns: number;
  /** Chance of each product, category (its first letter) and of the first channel to be on an order. */
  products: Readonly<Record<string, number>>;
  shop: number;
}

export const HABIT: Habit = {
  gap: 12,
  shape: 2,
  amount: 100,
  returns: 0.08,
  products: { 'a-1': 0.7, 'a-2': 0.3, 'b-1': 0.5, 'c-1': 0.2 },
  shop: 0.6,
};

export const BEGIN = parseDay('2023-01-02');

/** Orders of a customer with a habit, which may change on a day. */
export function simulateOrders(random: () => number, days: number, habitOn: (day: Day) => Habit): SignalOrder[] {
  const orders: SignalOrder[] = [];
  for (let at = 0; at < days;) {
    const habit = habitOn(BEGIN + Math.floor(at));
    const placedOn = BEGIN + Math.floor(at);
    const drawn = Object.entries(habit.products).filter(([, chance]) => random() < chance);
    const products = drawn.length > 0 ? drawn.map(([name]) => name) : ['other'];
    orders.push({
      placedOn,
      amount: parseAmount((habit.amount * Math.exp(0.5 * normal(random))).toFixed(2)),
      purchase: true,
      channel: random() < habit.shop ? 'shop' : 'rep',
      products,
      categories: [...new Set(products.map((name) => name[0]!))],
      returned: random() < habit.returns,
    });
    let gap = 0;
    for (let phase = 0; phase < habit.shape; phase++) gap -= (Math.log(1 - random()) * habit.gap) / habit.shape;
    at += gap;
  }
  return orders;
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
