import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { tellAt } from '../routing/tell-time.js';
import { dueAfter, tellAgainAfter } from '../rules/sla.js';
import { isWorked, scanWorkingTime, wallMinute } from '../testing/minute-scan.js';
import { isChineseWorkday, isPlainWorkday } from './workdays.js';
import { addWorkingTime, nextWorkingMoment, type WorkingCalendar } from './working-calendar.js';

const MINUTE = 60_000;
/** A zone, and about when its clocks are set: Shanghai's never, Cairo's on a Friday and Tehran's, once, on a weekday. */
const PLACES: readonly (readonly [zone: string, about: string])[] = [
  ['Asia/Shanghai', '2026-10-01'],
  ['Asia/Shanghai', '2026-02-14'],
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['America/New_York', '2026-03-08'],
  ['Africa/Cairo', '2026-04-24'],
  ['Africa/Cairo', '2026-10-30'],
  ['Asia/Tehran', '2022-03-22'],
  ['Australia/Lord_Howe', '2026-04-05'],
];
const WORKDAYS: readonly WorkingCalendar['isWorkday'][] = [
  isChineseWorkday,
  isPlainWorkday,
  () => true,
  (day) => day % 3 !== 0,
];

/** A calendar of days that begin after clocks are set, and an instant, in whole minutes, within three days of such a night. */
const moments = fc
  .record({
    place: fc.constantFrom(...PLACES),
    minutes: fc.integer({ min: -4_320, max: 4_320 }),
    from: fc.integer({ min: 4 * 60, max: 12 * 60 }),
    length: fc.integer({ min: 30, max: 11 * 60 }),
    isWorkday: fc.constantFrom(...WORKDAYS),
  })
  .map(({ place: [timeZone, about], minutes, from, length, isWorkday }) => ({
    instant: Date.parse(`${about}T00:00:00Z`) + minutes * MINUTE,
    calendar: { timeZone, from, to: from + length, isWorkday } satisfies WorkingCalendar,
  }));
/** Quarters of an hour, up to six working days. */
const spans = fc.oneof(
  fc.integer({ min: 1, max: 6 * 96 }).map((quarters) => quarters / 4),
  fc.constantFrom(24, 48, 72, 168),
);

describe('the moments of an alert, looked for minute by minute', () => {
  it('are those of the working calendar, also where clocks are set and on make-up days', () => {
    fc.assert(
      fc.property(moments, spans, ({ instant, calendar }, hours) => {
        const due = scanWorkingTime(instant, hours, calendar);
        expect(new Date(addWorkingTime(instant, hours, calendar))).toEqual(new Date(due));
        expect(dueAfter({ slaHours: hours, slaClock: 'calendar' }, instant, calendar)).toBe(
          instant + hours * 60 * MINUTE,
        );
        let worked = instant;
        while (!isWorked(worked, calendar)) worked += MINUTE;
        expect(nextWorkingMoment(instant, calendar)).toBe(worked);
      }),
      { numRuns: 200 },
    );
  });

  it('remind in working time, before they are due, or not at all', () => {
    const rule = fc.record({ severity: fc.constantFrom('warning' as const, 'critical' as const), remindHours: spans });
    fc.assert(
      fc.property(moments, spans, rule, ({ instant, calendar }, slaHours, { severity, remindHours }) => {
        const dueAt = scanWorkingTime(instant, slaHours, calendar);
        let early = dueAt - remindHours * 60 * MINUTE;
        if (severity !== 'critical') while (!isWorked(early, calendar)) early += MINUTE;
        const expected = early > instant && early < dueAt ? early : null;
        const times = { from: instant, dueAt, repeatSeconds: null };
        expect(tellAgainAfter({ severity, remindHours }, times, calendar)).toBe(expected);
      }),
      { numRuns: 100 },
    );
  });

  it('are told when the quiet hours are over, and what is urgent at once', () => {
    // No clock is set in the hours between.
    const time = fc.integer({ min: 4 * 60, max: 1_439 });
    const times = fc.tuple(time, time).filter(([a, b]) => a !== b);
    const grouping = { waitSeconds: 60, intervalSeconds: 0, stormOver: 10 };
    fc.assert(
      fc.property(moments, times, ({ instant, calendar }, [from, to]) => {
        const quietHours = { from: clock(from), to: clock(to) };
        let at = instant + MINUTE;
        for (;;) {
          const { minute } = wallMinute(at, calendar.timeZone);
          if (!(from < to ? minute >= from && minute < to : minute >= from || minute < to)) break;
          at += MINUTE;
        }
        const told = { now: instant, lastTold: 0 };
        expect(new Date(tellAt({ ...told, severity: 'info' }, { quietHours }, grouping, calendar))).toEqual(
          new Date(at),
        );
        expect(tellAt({ ...told, severity: 'critical' }, { quietHours }, grouping, calendar)).toBe(instant);
      }),
      { numRuns: 400 },
    );
  });
});

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
