import { createHash } from 'node:crypto';
import { monthBounds, monthOf, type Day } from '@orderweave/domain-ordering';

/** Days in which a customer is to be seen to once, both included. */
export interface VisitPeriod {
  readonly first: Day;
  readonly last: Day;
}

const MID_MONTH = 15;

/** The Monday on or before a day. Day 4 since 1970-01-01 was a Monday. */
export function mondayOf(day: Day): Day {
  return day - ((((day - 4) % 7) + 7) % 7);
}

/** The week that a day lies in, from Monday to Sunday. */
export function weekOf(day: Day): VisitPeriod {
  const first = mondayOf(day);
  return { first, last: first + 6 };
}

/** The half of the month that a day lies in: the 1st to the 15th, or the rest. */
export function halfMonthOf(day: Day): VisitPeriod {
  const { first, last } = monthBounds(monthOf(day));
  const middle = first + MID_MONTH - 1;
  return day <= middle ? { first, last: middle } : { first: middle + 1, last };
}

/** The month that a day lies in. */
export function wholeMonthOf(day: Day): VisitPeriod {
  return monthBounds(monthOf(day));
}

/**
 * The working day of a period that is a customer's own: by the first 32 bits of SHA-256 over its id, so that it stays the same however
 * often a plan is made, and customers spread evenly. Undefined where nobody works.
 */
export function ownDay(
  customerId: string,
  { first, last }: VisitPeriod,
  isWorkday: (day: Day) => boolean,
): Day | undefined {
  const days: Day[] = [];
  for (let day = first; day <= last; day++) if (isWorkday(day)) days.push(day);
  return days[createHash('sha256').update(customerId).digest().readUInt32BE(0) % Math.max(1, days.length)];
}
