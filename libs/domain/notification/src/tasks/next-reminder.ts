import { startOfDay, type Day } from '@orderweave/domain-ordering';
import { addWorkdays, nextWorkingMoment, type WorkingCalendar } from '../calendar/working-calendar.js';

/** An open task as far as reminders go. */
export interface Remindable {
  readonly day: Day;
  /** The day on which somebody was reminded of it last. */
  readonly remindedOn: Day | null;
}

/** Nobody reads the twenty-first reminder. */
const MOST_WORKDAYS = 20;

/**
 * When somebody is to be reminded of a task next (epoch milliseconds): as a working day of this person begins, the first one after the
 * day on which it was due, and at most once a day; null when that would be more than 20 working days after it.
 */
export function nextReminder({ day, remindedOn }: Remindable, calendar: WorkingCalendar): number | null {
  const next = addWorkdays(Math.max(day, remindedOn ?? day), 1, calendar);
  if (next > addWorkdays(day, MOST_WORKDAYS, calendar)) return null;
  return nextWorkingMoment(startOfDay(next, calendar.timeZone), calendar);
}

/** Whether somebody works at a moment. */
export function isWorking(now: number, calendar: WorkingCalendar): boolean {
  return nextWorkingMoment(now, calendar) === now;
}
