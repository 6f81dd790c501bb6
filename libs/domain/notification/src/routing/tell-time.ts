import { instantOfLocal, localDay, startOfDay } from '@orderweave/domain-ordering';
import { addWorkdays, nextWorkingMoment, type WorkingCalendar } from '../calendar/working-calendar.js';
import type { Grouping, Person } from './sales-team.js';

/** An alert that is about to be told to a person, or to a place that belongs to nobody. Instants are epoch milliseconds. */
export interface Telling {
  readonly severity: 'info' | 'warning' | 'critical';
  readonly now: number;
  /** When the place was told of alerts last. */
  readonly lastTold: number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * When an alert is told: urgent ones at once, whatever the hour; others with the next digest, or after the wait in which others may
 * join them, not sooner than the interval after the last message, and not in quiet hours.
 */
export function tellAt(
  { severity, now, lastTold }: Telling,
  person: Pick<Person, 'digest' | 'quietHours'> | undefined,
  grouping: Grouping,
  calendar: WorkingCalendar,
): number {
  if (severity === 'critical') return now;
  if (person?.digest === 'daily') return nextMorning(now, 1, calendar);
  if (person?.digest === 'weekly') return nextMorning(now, daysToMonday(now, calendar.timeZone), calendar);
  const joined = Math.max(now + grouping.waitSeconds * 1000, lastTold + grouping.intervalSeconds * 1000);
  return person?.quietHours ? afterQuiet(joined, person.quietHours, calendar.timeZone) : joined;
}

/** A person's own working calendar, within the workdays of the tenant. */
export function calendarFor(person: Person | undefined, tenant: WorkingCalendar): WorkingCalendar {
  if (!person) return tenant;
  const { timeZone = tenant.timeZone, workingHours } = person;
  const hours = workingHours ? { from: minutes(workingHours.from), to: minutes(workingHours.to) } : {};
  return { ...tenant, timeZone, ...hours };
}

/** The beginning of the first working day at least so many days on. */
function nextMorning(now: number, days: number, calendar: WorkingCalendar): number {
  const day = addWorkdays(localDay(now, calendar.timeZone) + days, 0, calendar);
  return nextWorkingMoment(startOfDay(day, calendar.timeZone), calendar);
}

/** Days until the next Monday, 1 to 7. Day 4 since 1970-01-01 was a Monday. */
function daysToMonday(now: number, timeZone: string): number {
  const weekday = (((localDay(now, timeZone) - 4) % 7) + 7) % 7;
  return 7 - weekday;
}

function afterQuiet(at: number, { from, to }: { from: string; to: string }, timeZone: string): number {
  const day = localDay(at, timeZone);
  const moment = (offset: number, time: string) =>
    instantOfLocal((day + offset) * DAY_MS + minutes(time) * MINUTE_MS, timeZone);
  const spans =
    from < to
      ? [[moment(0, from), moment(0, to)]]
      : [
          [moment(-1, from), moment(0, to)],
          [moment(0, from), moment(1, to)],
        ];
  const span = spans.find(([begin, end]) => at >= begin! && at < end!);
  return span ? span[1]! : at;
}

function minutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
