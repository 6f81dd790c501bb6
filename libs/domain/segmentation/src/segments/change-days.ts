import type { Day } from '@orderweave/domain-ordering';
import { DEFAULT_FREQUENCY_POLICY } from '../frequency/frequency.js';
import { countedDays, timesOf } from './count-times.js';
import { isCurveName, ordersKnown, type CustomerFacts, type MeasureCurve } from './customer-facts.js';
import { thresholdsOf } from './parse-threshold.js';
import { NET_WINDOW, readAttribute } from './read-attribute.js';
import { SEGMENT_ATTRIBUTES } from './segment-attributes.js';
import type { AttributeCondition, SegmentCondition } from './segment-condition.js';

/**
 * Days after `from` among which are all those on which a condition may begin or cease to hold by time alone, in no order.
 * Documents and feedback after `from` are ignored.
 */
export function changeDays(condition: SegmentCondition, facts: CustomerFacts, from: Day): Day[] {
  if ('and' in condition) return condition.and.flatMap((part) => changeDays(part, facts, from));
  if ('or' in condition) return condition.or.flatMap((part) => changeDays(part, facts, from));
  if ('not' in condition) return changeDays(condition.not, facts, from);
  const days = 'attribute' in condition ? attributeDays(condition, facts, from) : windowDays(condition, facts, from);
  return days.filter((day) => day > from);
}

/** What happened on a day leaves the trailing N days N days later. */
function windowDays(condition: Parameters<typeof countedDays>[0], facts: CustomerFacts, from: Day): Day[] {
  const { withinDays } = timesOf(condition);
  return withinDays === undefined ? [] : countedDays(condition, facts, from).map((day) => day + withinDays);
}

function attributeDays(condition: AttributeCondition, facts: CustomerFacts, from: Day): Day[] {
  const name = condition.attribute;
  if (name === 'silence-days' || name === 'customer-age-days') return linearDays(condition, facts, from, 1);
  if (name === 'overdue') return linearDays(condition, facts, from, facts.typicalGap ?? 1);
  if (name === 'net-365') return ordersKnown(facts, from).map(({ placedOn }) => placedOn + NET_WINDOW);
  if (name === 'frequency') {
    const { windowDays: window } = facts.frequencyPolicy ?? DEFAULT_FREQUENCY_POLICY;
    return ordersKnown(facts, from).map(({ placedOn }) => placedOn + window);
  }
  const curve = isCurveName(name) ? facts.curves?.[name] : undefined;
  return curve ? curveDays(condition, curve, from) : [];
}

/** A value that grows by 1 / `daysPerUnit` a day passes a threshold once; a day of slack on either side makes up for rounding. */
function linearDays(condition: AttributeCondition, facts: CustomerFacts, from: Day, daysPerUnit: number): Day[] {
  const since = condition.attribute === 'customer-age-days' ? 'first-order-on' : 'last-order-on';
  const origin = readAttribute(facts, since, from);
  if (typeof origin !== 'number') return [];
  return thresholdsOf(condition, SEGMENT_ATTRIBUTES[condition.attribute].type).flatMap((threshold) => {
    const day = origin + Math.floor(Number(threshold) * daysPerUnit);
    return [day - 1, day, day + 1, day + 2];
  });
}

/** On a piece that only rises or only falls each side of a threshold is left at most once: bisection finds the day. */
function curveDays(condition: AttributeCondition, curve: MeasureCurve, from: Day): Day[] {
  const inner = curve.turnsAfter(from).filter((day) => day < curve.until);
  const bounds = [from, ...inner, curve.until].filter((day) => day >= from && day <= curve.until);
  const days = bounds.flatMap((day) => [day, day + 1]);
  for (const threshold of thresholdsOf(condition, 'number')) {
    for (let index = 0; index + 1 < bounds.length; index++) {
      const piece: Piece = { low: bounds[index]!, high: bounds[index + 1]! };
      days.push(...firstDayOfOther(piece, (day) => atLeast(curve.at(day), Number(threshold))));
      days.push(...firstDayOfOther(piece, (day) => above(curve.at(day), Number(threshold))));
    }
  }
  return days;
}

interface Piece {
  low: Day;
  high: Day;
}

function atLeast(value: number | null, threshold: number): boolean {
  return value !== null && value >= threshold;
}

function above(value: number | null, threshold: number): boolean {
  return value !== null && value > threshold;
}

/** The first day of a piece that answers otherwise than its first one; none if its last answers the same. */
function firstDayOfOther({ low, high }: Piece, answer: (day: Day) => boolean): Day[] {
  const first = answer(low);
  if (answer(high) === first) return [];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (answer(middle) === first) low = middle;
    else high = middle;
  }
  return [high];
}
