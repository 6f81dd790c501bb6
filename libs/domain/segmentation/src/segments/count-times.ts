import type { Day } from '@orderweave/domain-ordering';
import { feedbackKnown, ordersKnown, type CustomerFacts } from './customer-facts.js';
import type { FeedbackCondition, OrdersCondition, Times } from './segment-condition.js';

/** The days of what a condition counts, ascending, one element an order or word of feedback; those after `day` are not known yet. */
export function countedDays(condition: OrdersCondition | FeedbackCondition, facts: CustomerFacts, day: Day): Day[] {
  if ('orders' in condition) {
    const { product, category, channel } = condition.orders;
    return ordersKnown(facts, day)
      .filter(
        (order) =>
          order.purchase &&
          (product === undefined || order.products.includes(product)) &&
          (category === undefined || order.categories.includes(category)) &&
          (channel === undefined || order.channel === channel),
      )
      .map(({ placedOn }) => placedOn);
  }
  const { kind, scoreAtLeast, scoreAtMost } = condition.feedback;
  return feedbackKnown(facts, day)
    .filter(
      (said) =>
        (kind === undefined || said.kind === kind) &&
        (scoreAtLeast === undefined || (said.score !== undefined && said.score >= scoreAtLeast)) &&
        (scoreAtMost === undefined || (said.score !== undefined && said.score <= scoreAtMost)),
    )
    .map(({ on }) => on);
}

/** How many of the days lie in the trailing days that end with `day`. */
export function countWithin(days: readonly Day[], day: Day, withinDays: number | undefined): number {
  if (withinDays === undefined) return days.length;
  return days.reduce((count, one) => (day - one < withinDays ? count + 1 : count), 0);
}

/** Whether a count is as often as asked for. */
export function isAsOften(count: number, { atLeast, atMost }: Times): boolean {
  return (atLeast === undefined || count >= atLeast) && (atMost === undefined || count <= atMost);
}

/** What is asked of the orders or the feedback. */
export function timesOf(condition: OrdersCondition | FeedbackCondition): Times {
  return 'orders' in condition ? condition.orders : condition.feedback;
}
