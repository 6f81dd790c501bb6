import type { WorkingCalendar } from '../calendar/working-calendar.js';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const WEEK_MS = 7 * DAY_MS;

/** A minute as a clock on the wall shows it: days since 1970-01-01, and minutes since midnight. */
export interface WallMinute {
  readonly day: number;
  readonly minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const weeks = new Map<string, readonly WallMinute[]>();

/** What a clock on a wall of the zone shows at an instant, epoch milliseconds: read off minute by minute, without any arithmetic of zones. */
export function wallMinute(instant: number, timeZone: string): WallMinute {
  const week = Math.floor(instant / WEEK_MS);
  const key = `${timeZone} ${week}`;
  let minutes = weeks.get(key);
  if (!minutes) {
    const format = formatOf(timeZone);
    const begin = week * WEEK_MS;
    minutes = Array.from({ length: 7 * 1_440 }, (_, index) => read(format, begin + index * MINUTE_MS));
    weeks.set(key, minutes);
  }
  return minutes[Math.floor((instant - week * WEEK_MS) / MINUTE_MS)]!;
}

/** Whether somebody works in the minute of an instant. */
export function isWorked(instant: number, { timeZone, from, to, isWorkday }: WorkingCalendar): boolean {
  const { day, minute } = wallMinute(instant, timeZone);
  return minute >= from && minute < to && isWorkday(day);
}

/** `addWorkingTime` for whole minutes, by looking at one minute after the other. `instant` is a whole minute. */
export function scanWorkingTime(instant: number, hours: number, calendar: WorkingCalendar): number {
  let at = instant;
  while (!isWorked(at, calendar)) at += MINUTE_MS;
  const { minute } = wallMinute(at, calendar.timeZone);
  for (let days = Math.floor(hours / 24); days > 0; days--) at = sameTimeNextWorkday(at, minute, calendar);
  let left = Math.round((hours % 24) * 60);
  while (left > 0) {
    if (isWorked(at, calendar)) left--;
    at += MINUTE_MS;
  }
  return at;
}

function sameTimeNextWorkday(instant: number, minute: number, calendar: WorkingCalendar): number {
  const { day } = wallMinute(instant, calendar.timeZone);
  for (let at = instant + MINUTE_MS; ; at += MINUTE_MS) {
    const wall = wallMinute(at, calendar.timeZone);
    if (wall.day > day && wall.minute === minute && calendar.isWorkday(wall.day)) return at;
  }
}

function read(format: Intl.DateTimeFormat, instant: number): WallMinute {
  const [, month, date, year, hour, minute] = /(\d+)\/(\d+)\/(\d+), (\d+):(\d+)/
    .exec(format.format(instant))!
    .map(Number);
  return { day: Date.UTC(year!, month! - 1, date) / DAY_MS, minute: hour! * 60 + minute! };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
    formats.set(timeZone, (format = new Intl.DateTimeFormat('en-US', { ...parts, timeZone, hourCycle: 'h23' })));
  }
  return format;
}
