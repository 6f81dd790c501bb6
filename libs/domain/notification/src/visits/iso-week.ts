import { formatDay, parseDay, type Day } from '@orderweave/domain-ordering';
import { mondayOf } from './visit-period.js';

/** The Monday of an ISO 8601 week (`2026-W48`); undefined for text that is none. Week 1 is the one with 4 January. */
export function parseIsoWeek(text: string): Day | undefined {
  const [, year, week] = /^(\d{4})-W(\d{2})$/.exec(text) ?? [];
  if (!year || !week || Number(year) < 1 || Number(week) < 1) return undefined;
  const monday = mondayOf(parseDay(`${year}-01-04`)) + (Number(week) - 1) * 7;
  return formatIsoWeek(monday) === text ? monday : undefined;
}

/** The ISO 8601 week that a day lies in. */
export function formatIsoWeek(day: Day): string {
  const monday = mondayOf(day);
  const year = formatDay(monday + 3).slice(0, 4);
  const week = (monday - mondayOf(parseDay(`${year}-01-04`))) / 7 + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}
