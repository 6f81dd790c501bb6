import { addWorkingTime, nextWorkingMoment, type WorkingCalendar } from '../calendar/working-calendar.js';
import type { AlertRule } from './rule-policy.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const VALID_DAYS = 30;

/** When somebody should have seen to an alert of a rule that begins to wait at `from`, epoch milliseconds. */
export function dueAfter(
  { slaHours, slaClock = 'working' }: Pick<AlertRule, 'slaHours' | 'slaClock'>,
  from: number,
  calendar: WorkingCalendar,
): number {
  return slaClock === 'calendar' ? from + slaHours * HOUR_MS : addWorkingTime(from, slaHours, calendar);
}

/**
 * When an alert that begins to wait at `from` is told again, seconds later: to the moment when it is urgent, else in working hours. Null
 * for never.
 */
export function repeatAfter(
  { severity, repeatSeconds }: Pick<AlertRule, 'severity'> & { readonly repeatSeconds: number | null | undefined },
  from: number,
  calendar: WorkingCalendar,
): number | null {
  if (repeatSeconds === null || repeatSeconds === undefined) return null;
  const at = from + repeatSeconds * 1000;
  return severity === 'critical' ? at : nextWorkingMoment(at, calendar);
}

/** When an alert of a rule expires. */
export function expiryOf({ validDays = VALID_DAYS }: Pick<AlertRule, 'validDays'>, raisedAt: number): number {
  return raisedAt + validDays * DAY_MS;
}
