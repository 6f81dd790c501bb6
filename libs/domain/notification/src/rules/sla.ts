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

/**
 * When an alert of a rule that begins to wait at `from` and is due at `dueAt` is told again, should nobody see to it: when its rule reminds of
 * what is soon due, or when all alerts are repeated, whichever comes first. Null for never. A reminder comes once: who was reminded (`reminded`)
 * only hears the repetitions.
 */
export function tellAgainAfter(
  rule: Pick<AlertRule, 'severity' | 'remindHours'>,
  { from, dueAt, repeatSeconds, reminded = false }: TellingTimes,
  calendar: WorkingCalendar,
): number | null {
  const repeatAt = repeatAfter({ severity: rule.severity, repeatSeconds }, from, calendar);
  if (rule.remindHours === undefined || reminded) return repeatAt;
  const early = dueAt - rule.remindHours * HOUR_MS;
  const remindAt = rule.severity === 'critical' ? early : nextWorkingMoment(early, calendar);
  if (remindAt <= from || remindAt >= dueAt) return repeatAt;
  return repeatAt === null ? remindAt : Math.min(repeatAt, remindAt);
}

/** The moments of an alert that waits, epoch milliseconds. */
export interface TellingTimes {
  readonly from: number;
  readonly dueAt: number;
  readonly repeatSeconds: number | null | undefined;
  readonly reminded?: boolean;
}

/** When an alert of a rule expires. */
export function expiryOf({ validDays = VALID_DAYS }: Pick<AlertRule, 'validDays'>, raisedAt: number): number {
  return raisedAt + validDays * DAY_MS;
}
