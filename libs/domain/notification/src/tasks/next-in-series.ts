import type { Day } from '@orderweave/domain-ordering';
import { addWorkdays, type WorkingCalendar } from '../calendar/working-calendar.js';

/** A task that comes again every so many days: the day from which the next one counts, and the number that it gets. */
export interface Series {
  readonly everyDays: number;
  /** Day of the last one as the series has it, whatever working days and people made of it. */
  readonly day: Day;
  readonly number: number;
}

/** The next task of a series. */
export interface Repeat {
  readonly number: number;
  readonly day: Day;
  readonly series: Series;
}

/** No calendar rests longer, so no day of a series is moved further. */
const MOST_MOVED_DAYS = 60;

/**
 * The first task of a series that is not due before `today`: the days of the series follow each other at its distance, each moved to a
 * working day. Those that a clock has jumped over are left out, with their numbers.
 */
export function nextInSeries(series: Series, today: Day, calendar: Pick<WorkingCalendar, 'isWorkday'>): Repeat {
  const { everyDays, number } = series;
  for (let step = Math.max(1, Math.floor((today - series.day - MOST_MOVED_DAYS) / everyDays)); ; step++) {
    const nominal = series.day + step * everyDays;
    const day = addWorkdays(nominal, 0, calendar);
    if (day >= today)
      return { number: number + step - 1, day, series: { everyDays, day: nominal, number: number + step } };
  }
}
