import { startOfDay, type Day } from '@orderweave/domain-ordering';
import { addWorkdays, nextWorkingMoment, type WorkingCalendar } from '../calendar/working-calendar.js';

/** Nobody reads the twenty-first reminder. */
const MOST_WORKDAYS = 20;
/** Working days after its day on which a task becomes the manager's matter, unless the team says otherwise. */
export const DEFAULT_MANAGER_AFTER_DAYS = 3;

/** When a person is reminded on a day, or on the first day after it that is worked: as it begins. Epoch milliseconds. */
export function reminderOn(day: Day, calendar: WorkingCalendar): number {
  return nextWorkingMoment(startOfDay(addWorkdays(day, 0, calendar), calendar.timeZone), calendar);
}

/** Whether somebody works at a moment. */
export function isWorking(now: number, calendar: WorkingCalendar): boolean {
  return nextWorkingMoment(now, calendar) === now;
}

/** Which overdue tasks a reminder speaks of, by the days on which they were due, all included. */
export interface OverdueDays {
  /** The first: those before it have been told of for 20 working days. */
  readonly first: Day;
  readonly last: Day;
  /** The last that has become the manager's matter. */
  readonly late: Day;
}

/** The days of tasks that are overdue on a day, told of, and late: those that are so many working days over. */
export function overdueDays(
  today: Day,
  calendar: Pick<WorkingCalendar, 'isWorkday'>,
  managerAfterDays = DEFAULT_MANAGER_AFTER_DAYS,
): OverdueDays {
  let late = today - 1;
  while (addWorkdays(late, managerAfterDays, calendar) > today) late--;
  let first = today - MOST_WORKDAYS;
  while (addWorkdays(first - 1, MOST_WORKDAYS, calendar) >= today) first--;
  return { first, last: today - 1, late };
}
