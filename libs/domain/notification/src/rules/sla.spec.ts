import { describe, expect, it } from '@jest/globals';
import type { WorkingCalendar } from '../calendar/working-calendar.js';
import { dueAfter, tellAgainAfter } from './sla.js';

const HOUR = 3_600_000;
const FROM = Date.parse('2026-03-03T10:00:00Z');
const calendar: WorkingCalendar = { timeZone: 'UTC', from: 9 * 60, to: 18 * 60, isWorkday: () => true };
const complaint = { severity: 'critical', slaHours: 24, slaClock: 'calendar', remindHours: 4 } as const;
const dueAt = dueAfter(complaint, FROM, calendar);
const hours = (at: number | null) => (at === null ? null : (at - FROM) / HOUR);
const told = (rule: Parameters<typeof tellAgainAfter>[0], repeatSeconds?: number, reminded = false) =>
  hours(tellAgainAfter(rule, { from: FROM, dueAt, repeatSeconds, reminded }, calendar));

describe('telling of an alert again', () => {
  it('reminds before it is due, by day and night where it is urgent', () => {
    expect(hours(dueAt)).toBe(24);
    expect(told(complaint)).toBe(20);
  });

  it('goes by the repetition when that comes first, and by it alone once reminded', () => {
    expect(told(complaint, 6 * 3600)).toBe(6);
    expect(told(complaint, 22 * 3600)).toBe(20);
    expect(told(complaint, 22 * 3600, true)).toBe(22);
    expect(told(complaint, undefined, true)).toBeNull();
  });

  it('never without either, nor when it would come at once or too late', () => {
    expect(told({ severity: 'critical' })).toBeNull();
    expect(told({ ...complaint, remindHours: 24 })).toBeNull();
    expect(told({ ...complaint, remindHours: 100 })).toBeNull();
  });
});
