import { formatDay, type Day } from '@orderweave/domain-ordering';
import chineseDays from 'chinese-days';

const known = new Map<Day, boolean>();
/** A working life of days. */
const MOST_KNOWN = 20_000;

/** Whether a day is worked from Monday to Friday. Day 0, 1970-01-01, was a Thursday. */
export function isPlainWorkday(day: Day): boolean {
  return (((day + 3) % 7) + 7) % 7 < 5;
}

/**
 * Whether a day is worked in mainland China: public holidays rest, make-up days are worked. Announced each November for the year to
 * come; later years are Monday to Friday until the package has them.
 */
export function isChineseWorkday(day: Day): boolean {
  let workday = known.get(day);
  if (workday === undefined) {
    workday = chineseDays.isWorkday(formatDay(day));
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(day, workday);
  }
  return workday;
}

/** The workdays of a country (ISO 3166). */
export function workdaysOf(country: string): (day: Day) => boolean {
  return country === 'CN' ? isChineseWorkday : isPlainWorkday;
}
