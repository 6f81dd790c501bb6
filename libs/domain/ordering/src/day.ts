/** A local calendar day as a count of days since 1970-01-01. */
export type Day = number;
/** A calendar month as `YYYY-MM`. */
export type Month = string;

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Each cache of days is emptied at this size: more days than a company lives, few enough to be kept. */
const CACHED_DAYS = 100_000;

/** `YYYY-MM-DD` of a day. */
export const formatDay: (day: Day) => string = remembering((day) => new Date(day * DAY_MS).toISOString().slice(0, 10));

/** The day of a `YYYY-MM-DD`; throws `RangeError` when that is no calendar day. */
export const parseDay: (text: string) => Day = remembering((text) => {
  const ms = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(ms) || formatDay(ms / DAY_MS) !== text) throw new RangeError(`"${text}" is not a day (YYYY-MM-DD)`);
  return ms / DAY_MS;
});

/** The month that a day lies in. */
export const monthOf: (day: Day) => Month = remembering((day) => formatDay(day).slice(0, 7));

/** The month `count` months after (before, if negative) a month. */
export function addMonths(month: Month, count: number): Month {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((((index % 12) + 12) % 12) + 1).padStart(2, '0')}`;
}

/** First and last day of a month. */
export function monthBounds(month: Month): { first: Day; last: Day } {
  return { first: parseDay(`${month}-01`), last: parseDay(`${addMonths(month, 1)}-01`) - 1 };
}

/** The local day of an instant (epoch milliseconds) in an IANA time zone. */
export function localDay(instant: number, timeZone: string): Day {
  return Math.floor((instant + zoneOffset(instant, timeZone)) / DAY_MS);
}

/** The instant (epoch milliseconds) at which a local day begins in a time zone; the first instant of it where midnight is skipped. */
export function startOfDay(day: Day, timeZone: string): number {
  const wall = day * DAY_MS;
  const before = wall - zoneOffset(wall - 24 * HOUR_MS, timeZone);
  const after = wall - zoneOffset(wall + 24 * HOUR_MS, timeZone);
  if (before === after) return before;
  const candidates = [before, after].sort((a, b) => a - b).filter((instant) => localDay(instant, timeZone) === day);
  return candidates.find((instant) => localDay(instant - 1, timeZone) < day) ?? Math.max(before, after);
}

const offsets = new Map<string, Map<number, number>>();
const formats = new Map<string, Intl.DateTimeFormat>();

/** Offset of a zone from UTC in milliseconds; zones change their offset on quarter hours only, hence the cache by quarter hour. */
function zoneOffset(instant: number, timeZone: string): number {
  let cache = offsets.get(timeZone);
  if (!cache) offsets.set(timeZone, (cache = new Map()));
  const quarter = Math.floor(instant / (HOUR_MS / 4));
  let offset = cache.get(quarter);
  if (offset === undefined) {
    if (cache.size > 200_000) cache.clear();
    offset = computeOffset(quarter * (HOUR_MS / 4), timeZone);
    cache.set(quarter, offset);
  }
  return offset;
}

function computeOffset(instant: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - instant;
}

/**
 * The instant (epoch milliseconds) of a local wall-clock time, given as if it were UTC. A time that occurs twice is the first of the
 * two, a time that is skipped is read with the offset before the gap (as `Temporal` does by default).
 */
export function instantOfLocal(wall: number, timeZone: string): number {
  const before = wall - zoneOffset(wall - 24 * HOUR_MS, timeZone);
  const after = wall - zoneOffset(wall + 24 * HOUR_MS, timeZone);
  const fits = (instant: number): boolean => instant + zoneOffset(instant, timeZone) === wall;
  if (fits(before) && fits(after)) return Math.min(before, after);
  return fits(after) ? after : before;
}

/** The same pure function, faster for what was asked before: every message holds days, and few different ones. Errors are not kept. */
function remembering<Asked, Answer extends string | number>(
  answer: (asked: Asked) => Answer,
): (asked: Asked) => Answer {
  const known = new Map<Asked, Answer>();
  return (asked) => {
    let found = known.get(asked);
    if (found === undefined) {
      found = answer(asked);
      if (known.size >= CACHED_DAYS) known.clear();
      known.set(asked, found);
    }
    return found;
  };
}
