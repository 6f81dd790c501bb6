import type { Day } from '@orderweave/domain-ordering';

/** The orders of one or more local days, as JSON texts, in the order in which they are sent. */
export interface PlayStep {
  firstDay: Day;
  lastDay: Day;
  orders: readonly string[];
}

/** Orders that can be played on the manual clock. */
export interface PlaySource {
  /** Tells two sources apart; the same text gives the same orders. */
  readonly id: string;
  readonly timeZone: string;
  /** ISO 4217 code of the tenant's base currency. */
  readonly baseCurrency: string;
  /** Whether it ends today, so that live orders can follow by the wall clock. */
  readonly endsToday: boolean;
  readonly firstDay: Day;
  readonly lastDay: Day;
  /** The steps after a day (from the start, if null), without gaps. */
  steps(after: Day | null, daysPerStep: number): Iterable<PlayStep>;
}

/** Cuts a run of days into steps that begin with the first day after `after`; a resumed play may begin anywhere. */
export function* groupDays(
  days: Iterable<{ day: Day; orders: readonly string[] }>,
  after: Day | null,
  daysPerStep: number,
): Generator<PlayStep> {
  let step: { firstDay: Day; lastDay: Day; orders: string[] } | undefined;
  for (const { day, orders } of days) {
    if (after !== null && day <= after) continue;
    step ??= { firstDay: day, lastDay: day, orders: [] };
    step.lastDay = day;
    for (const order of orders) step.orders.push(order);
    if (step.lastDay - step.firstDay + 1 < daysPerStep) continue;
    yield step;
    step = undefined;
  }
  if (step) yield step;
}
