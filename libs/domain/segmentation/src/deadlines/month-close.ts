import type { Day, Month } from '@orderweave/domain-ordering';
import { closeDayOf, lastClosedIndex, monthIndex, monthName } from './month-index.js';

/**
 * The local day at whose midnight a month is closed: late revisions have `graceDays` whole days after its last one.
 * With 3 days of grace January is open through 3 February and closed from the start of 4 February on.
 */
export function closeDay(month: Month, graceDays: number): Day {
  return closeDayOf(monthIndex(month), graceDays);
}

/** The latest month that is closed on a day. */
export function lastClosedMonth(day: Day, graceDays: number): Month {
  return monthName(lastClosedIndex(day, graceDays));
}

/** The months after `after` that are closed on a day, oldest first. */
export function monthsClosedBy(day: Day, graceDays: number, after: Month): Month[] {
  const months: Month[] = [];
  const last = lastClosedIndex(day, graceDays);
  for (let index = monthIndex(after) + 1; index <= last; index++) months.push(monthName(index));
  return months;
}
