import { localDay, type Day } from '@orderweave/domain-ordering';
import { addWorkdays, type WorkingCalendar } from '../calendar/working-calendar.js';
import type { Play } from '../rules/rule-policy.js';
import type { Series } from './next-in-series.js';

/** One step of a play with the day on which it is due. */
export interface PlannedTask {
  /** Its place in the play, from 0. */
  readonly number: number;
  readonly kind: Play['steps'][number]['kind'];
  readonly text: Play['steps'][number]['text'];
  readonly day: Day;
  /** What follows it; null for all but the latest step of a play that goes on. */
  readonly series: Series | null;
}

/** The tasks that a play brings from a moment on (epoch milliseconds): each step so many working days after its local day. */
export function planTasks(play: Play, from: number, calendar: WorkingCalendar): PlannedTask[] {
  const begin = localDay(from, calendar.timeZone);
  const days = play.steps.map(({ afterDays }) => addWorkdays(begin, afterDays, calendar));
  const latest = days.indexOf(Math.max(...days));
  return play.steps.map(({ kind, text }, number) => {
    const day = days[number]!;
    const goesOn = play.everyDays !== undefined && number === latest;
    const series = goesOn ? { everyDays: play.everyDays!, day, number: play.steps.length } : null;
    return { number, kind, text, day, series };
  });
}
