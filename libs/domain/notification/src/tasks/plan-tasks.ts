import { localDay, type Day } from '@orderweave/domain-ordering';
import { addWorkdays, type WorkingCalendar } from '../calendar/working-calendar.js';
import type { Play } from '../rules/rule-policy.js';

/** One step of a play with the day on which it is due. */
export interface Task {
  /** Its place in the play, from 0; follow-ups go on after the last step. */
  readonly number: number;
  readonly kind: Play['steps'][number]['kind'];
  readonly text: Play['steps'][number]['text'];
  readonly day: Day;
}

/**
 * The tasks that a play brings from a moment (epoch milliseconds) until a day, both included: each step so many working days after it,
 * then the last step again every so many days, moved to a working day.
 */
export function planTasks(play: Play, from: number, until: Day, calendar: WorkingCalendar): Task[] {
  const begin = localDay(from, calendar.timeZone);
  const steps = play.steps.map(({ afterDays, kind, text }, number): Task => {
    return { number, kind, text, day: addWorkdays(begin, afterDays, calendar) };
  });
  const last = steps.reduce((latest, step) => (step.day > latest.day ? step : latest), steps[0]!);
  const tasks = [...steps];
  if (play.everyDays) {
    for (let day = last.day + play.everyDays; day <= until; day += play.everyDays)
      tasks.push({ ...last, number: tasks.length, day: addWorkdays(day, 0, calendar) });
  }
  return tasks.filter(({ day }) => day <= until);
}
