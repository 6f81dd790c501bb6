import { addMonths, formatDay, monthOf, parseDay, type Day } from '@orderweave/domain-ordering';

/** How demand is added up: by local day, by week from Monday on (ISO 8601), or by calendar month. */
export type DemandPeriod = 'day' | 'week' | 'month';

/** Periods after which demand repeats itself: a week of days, a year of weeks or of months. */
export const SEASON_LENGTH: Readonly<Record<DemandPeriod, number>> = { day: 7, week: 52, month: 12 };

/** The first day of the period that a day lies in. */
export function periodStart(day: Day, period: DemandPeriod): Day {
  if (period === 'day') return day;
  // 1970-01-01 was a Thursday.
  if (period === 'week') return day - ((((day + 3) % 7) + 7) % 7);
  return parseDay(`${monthOf(day)}-01`);
}

/** The first day of the period `count` periods after (before, if negative) one that begins on `start`. */
export function addPeriods(start: Day, count: number, period: DemandPeriod): Day {
  if (period === 'day') return start + count;
  if (period === 'week') return start + 7 * count;
  return parseDay(`${addMonths(formatDay(start).slice(0, 7), count)}-01`);
}
