import { instantOfLocal, localDay, type Day } from '@orderweave/domain-ordering';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** No calendar rests longer than this; one that does is broken. */
const MOST_REST_DAYS = 60;

/** When somebody works. */
export interface WorkingCalendar {
  /** IANA zone. */
  readonly timeZone: string;
  /** Minutes from local midnight at which a working day begins and ends; `to` above `from`. */
  readonly from: number;
  readonly to: number;
  readonly isWorkday: (day: Day) => boolean;
}

/** The first working moment at or after an instant, epoch milliseconds. */
export function nextWorkingMoment(instant: number, calendar: WorkingCalendar): number {
  const today = localDay(instant, calendar.timeZone);
  if (calendar.isWorkday(today)) {
    if (instant < beginOf(today, calendar)) return beginOf(today, calendar);
    if (instant < endOf(today, calendar)) return instant;
  }
  return beginOf(addWorkdays(today, 1, calendar), calendar);
}

/** The day so many working days after a day (which need not be one); 0 is the day itself or the next one that is worked. */
export function addWorkdays(day: Day, count: number, { isWorkday }: Pick<WorkingCalendar, 'isWorkday'>): Day {
  let at = day;
  let left = count;
  let rest = 0;
  if (count === 0 && isWorkday(at)) return at;
  if (count === 0) left = 1;
  while (left > 0) {
    at++;
    if (isWorkday(at)) {
      left--;
      rest = 0;
    } else if (++rest > MOST_REST_DAYS) throw new RangeError('the working calendar has no working days');
  }
  return at;
}

/**
 * The instant so many hours of working time after another: each 24 of them are a working day, the rest are hours between its begin
 * and end. So 24 hours from Friday 17:00 are over on Monday 17:00, and 2 hours on Monday 10:00 with a day from 9 to 18.
 */
export function addWorkingTime(instant: number, hours: number, calendar: WorkingCalendar): number {
  const start = nextWorkingMoment(instant, calendar);
  const days = Math.floor(hours / 24);
  let at = start;
  if (days > 0) {
    const today = localDay(start, calendar.timeZone);
    // From the begin of work, not from midnight: where clocks are set in the night, the time of day stays.
    at = beginOf(addWorkdays(today, days, calendar), calendar) + (start - beginOf(today, calendar));
  }
  for (let left = (hours - days * 24) * HOUR_MS; left > 0;) {
    const today = localDay(at, calendar.timeZone);
    const room = endOf(today, calendar) - at;
    if (left <= room) return at + left;
    left -= room;
    at = beginOf(addWorkdays(today, 1, calendar), calendar);
  }
  return at;
}

function beginOf(day: Day, { from, timeZone }: WorkingCalendar): number {
  return instantOfLocal(day * DAY_MS + from * MINUTE_MS, timeZone);
}

function endOf(day: Day, { to, timeZone }: WorkingCalendar): number {
  return instantOfLocal(day * DAY_MS + to * MINUTE_MS, timeZone);
}
