import type { Amount, Day } from '@orderweave/domain-ordering';
import type { ChurnModel } from '../churn/model/churn-model.js';
import { summarizePurchases } from '../churn/model/purchase-summary.js';
import { customerValue } from '../churn/value/customer-value.js';
import type { GammaGamma } from '../churn/value/gamma-gamma.js';
import { repeatSpend } from '../churn/value/repeat-spend.js';
import { ordersKnown, type FactOrder, type MeasureCurve } from './customer-facts.js';

/** What tells the value to come: the models of purchases and of spend. */
export interface ValueModels {
  churn: ChurnModel;
  spend: GammaGamma;
}

const WEEK = 7;

/**
 * The value of the next 12 months (discounted, in the tenant's currency) as of the Monday before, or of the last purchase day if that is
 * later: it moves a little every day, and who is in a segment is to follow from news and new models, not from that. Nothing is said beyond
 * the week of `until`. Null before the first purchase day.
 */
export function valueCurve(orders: readonly FactOrder[], { churn, spend }: ValueModels, until: Day): MeasureCurve {
  const said = new Map<Day, number | null>();
  const valueOn = (day: Day): number | null => {
    const days = amountsByDay(ordersKnown({ orders }, day));
    const purchaseDays = days.map((one) => one.day);
    const asOf = Math.max(mondayBefore(day), purchaseDays.at(-1) ?? 0);
    let value = said.get(asOf);
    if (value === undefined) {
      const summary = summarizePurchases(purchaseDays, asOf);
      value = summary && customerValue({ churn, spend, summary, repeats: repeatSpend(days) }).discounted;
      said.set(asOf, value);
    }
    return value;
  };
  const purchases = orders.filter(({ purchase }) => purchase).map(({ placedOn }) => placedOn);
  return {
    at: valueOn,
    turnsAfter: (from) => {
      const turns: Day[] = [];
      for (let monday = mondayBefore(from) + WEEK; monday <= until; monday += WEEK) turns.push(monday - 1, monday);
      for (const day of purchases) turns.push(day - 1, day);
      return [...new Set(turns)].filter((day) => day > from).sort((a, b) => a - b);
    },
    until,
  };
}

function amountsByDay(orders: readonly FactOrder[]): { day: Day; amount: Amount }[] {
  const days: { day: Day; amount: Amount }[] = [];
  for (const { placedOn: day, amount, purchase } of orders) {
    if (!purchase) continue;
    const last = days.at(-1);
    if (last?.day === day) last.amount += amount;
    else days.push({ day, amount });
  }
  return days;
}

function mondayBefore(day: Day): Day {
  // Day 4 was Monday, 5 January 1970.
  return day - ((((day - 4) % WEEK) + WEEK) % WEEK);
}
