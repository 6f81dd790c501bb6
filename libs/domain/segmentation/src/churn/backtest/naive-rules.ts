import type { Forecast } from './score-forecast.js';
import { ranksOf } from './rank-figures.js';
import type { HoldoutWindow, WindowCustomer } from './holdout-window.js';

/** What people judge by without a model: days of silence, silence in usual gaps, purchase days a day. */
export type NaiveRule = 'silence' | 'overdue' | 'rate';

/** The rules, each greater for who is likelier to stay silent. */
export const NAIVE_RULES: Readonly<Record<NaiveRule, (customer: WindowCustomer) => number>> = {
  silence: ({ summary }) => summary.t - summary.tx,
  overdue: ({ overdue }) => overdue,
  rate: ({ summary }) => -(summary.x + 1) / (summary.t + 1),
};

const GROUPS = 20;

/**
 * What a rule foretells of a window: it learns from the window before, of the same length, what came of customers with such a score
 * (the share without an order and the mean purchase days of each twentieth), and says that the same will come again.
 */
export function foretellNaively(rule: NaiveRule, earlier: HoldoutWindow, window: HoldoutWindow): Forecast {
  const score = NAIVE_RULES[rule];
  const lessons = learn(earlier.customers, score);
  const told = window.customers.map((customer) => lessonFor(lessons, score(customer)));
  return {
    noOrder: told.map(({ silent }) => silent),
    purchases: told.map(({ purchases }) => purchases),
    came: window.customers.map(({ came }) => came),
  };
}

interface Lesson {
  upTo: number;
  silent: number;
  purchases: number;
}

function learn(customers: readonly WindowCustomer[], score: (customer: WindowCustomer) => number): Lesson[] {
  const scores = customers.map(score);
  const groups: { upTo: number; size: number; silent: number; purchases: number }[] = [];
  ranksOf(scores).forEach((rank, i) => {
    const at = Math.floor(((rank - 0.5) * GROUPS) / customers.length);
    const group = (groups[at] ??= { upTo: -Infinity, size: 0, silent: 0, purchases: 0 });
    group.upTo = Math.max(group.upTo, scores[i]!);
    group.size++;
    group.silent += Number(customers[i]!.came === 0);
    group.purchases += customers[i]!.came;
  });
  // Ties may leave groups out; flatMap skips them.
  return groups.flatMap(({ upTo, size, silent, purchases }) => ({
    upTo,
    silent: silent / size,
    purchases: purchases / size,
  }));
}

function lessonFor(lessons: readonly Lesson[], score: number): Lesson {
  return lessons.find(({ upTo }) => score <= upTo) ?? lessons.at(-1) ?? { upTo: 0, silent: 0.5, purchases: 0 };
}
