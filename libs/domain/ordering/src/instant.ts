const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * Epoch milliseconds of an ISO 8601 date and time with offset (finer digits are cut off); undefined when it is not one or not in
 * the calendar. `Date.parse` alone would read 30 February as 2 March.
 */
export function parseInstant(text: string): number | undefined {
  const match = INSTANT.exec(text);
  if (!match || Number(match[3]) > daysIn(Number(match[1]), Number(match[2]))) return undefined;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : instant;
}

/** An instant (epoch milliseconds) as ISO 8601 in UTC with milliseconds, always 24 characters. */
export function formatInstant(instant: number): string {
  return new Date(instant).toISOString();
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
