import { formatDay, type Day } from '@orderweave/domain-ordering';
import { distinctDays, gapsOf, median } from '../rhythm/gaps.js';
import type { FactOrder } from '../segments/customer-facts.js';
import { round } from '../stage/explain-risk.js';
import { chanceOfMisses } from './chance-of-misses.js';
import { SIGNAL_REASON, type SignalTerm } from './signal.js';
import type { SignalHistory } from './signal-history.js';
import type { AbsencePolicy, SignalName, SignalPolicy } from './signal-policy.js';

/**
 * What used to stand on the orders and does no more, though the customer goes on to order:
 * a usual product that is overdue, a category that was dropped, a channel that fell silent while another lives.
 */
export function findAbsenceSignals(history: SignalHistory, policy: SignalPolicy): SignalTerm[] {
  const search = (signal: SignalName, namesOn: (order: FactOrder) => readonly string[], rule: AbsencePolicy) =>
    mostUsual(daysByName(history, namesOn)).flatMap(([subject, days]) =>
      absenceOf({ signal, subject, days }, history, rule),
    );
  return [
    ...search('product-overdue', ({ products }) => products, policy.product),
    ...search('category-dropped', ({ categories }) => categories, policy.category),
    ...search('channel-silent', ({ channel }) => [channel], policy.channel),
  ];
}

/** Of what a customer buys, so many things are looked at: who misses the rest misses nothing usual. */
const MOST_SUBJECTS = 50;

/** What stood on the most purchase days, the latest of several first. */
function mostUsual(byName: ReadonlyMap<string, Day[]>): [string, Day[]][] {
  const all = [...byName];
  if (all.length <= MOST_SUBJECTS) return all;
  return all
    .sort(([a, x], [b, y]) => y.length - x.length || y.at(-1)! - x.at(-1)! || (a < b ? -1 : 1))
    .slice(0, MOST_SUBJECTS);
}

interface Usual {
  signal: SignalName;
  subject: string;
  /** Distinct purchase days with it, ascending. */
  days: readonly Day[];
}

/**
 * Something usual is absent when it stood on 3 purchase days or more, not on the last 2 or more, so many misses are at most 0.5 % likely given
 * its share of the purchase days between its first and its last (`chanceOfMisses`), and 1.5 of its own median gaps and 14 days have
 * passed since the last time. After 365 days it is no longer usual. (Numbers are those of a product by the default policy.)
 */
function absenceOf({ signal, subject, days }: Usual, history: SignalHistory, rule: AbsencePolicy): SignalTerm[] {
  if (days.length < rule.daysLeast) return [];
  const [first, last] = [days[0]!, days.at(-1)!];
  const hits = days.length - 1;
  const others = history.days.filter((day) => day > first && day < last).length - (hits - 1);
  const misses = history.days.filter((day) => day > last).length;
  const chance = chanceOfMisses(misses, hits, others);
  if (misses < rule.missesLeast || chance > rule.accident) return [];
  const gap = median(gapsOf(days));
  const since = Math.max(history.last, last + Math.max(rule.silence, Math.ceil(rule.gaps * gap)));
  const until = Math.min(history.end, last + rule.forgottenAfter);
  if (since >= until) return [];
  const explain: SignalTerm['explain'] = (day) => [
    { name: SIGNAL_REASON.lastWith, value: formatDay(last) },
    { name: SIGNAL_REASON.daysWith, value: days.length, threshold: rule.daysLeast, unit: 'purchase-days' },
    { name: SIGNAL_REASON.misses, value: misses, threshold: rule.missesLeast, unit: 'purchase-days' },
    { name: SIGNAL_REASON.usualGap, value: gap, unit: 'days' },
    { name: SIGNAL_REASON.daysSince, value: day - last, threshold: since - last, unit: 'days' },
    {
      name: SIGNAL_REASON.accident,
      value: round(chance * 100),
      threshold: round(rule.accident * 100),
      unit: 'percent',
    },
  ];
  return [{ signal, subject, since, until, explain }];
}

function daysByName(
  { purchases }: SignalHistory,
  namesOn: (order: FactOrder) => readonly string[],
): Map<string, Day[]> {
  const byName = new Map<string, Day[]>();
  for (const order of purchases) {
    for (const name of namesOn(order)) {
      const days = byName.get(name);
      if (days) days.push(order.placedOn);
      else byName.set(name, [order.placedOn]);
    }
  }
  for (const [name, days] of byName) byName.set(name, distinctDays(days));
  return byName;
}
