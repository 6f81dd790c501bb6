import { describe, expect, it } from '@jest/globals';
import { formatDay, localDay, parseDay } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { isChineseWorkday, isPlainWorkday, workdaysOf } from './workdays.js';
import { addWorkdays, addWorkingTime, nextWorkingMoment, type WorkingCalendar } from './working-calendar.js';

const china: WorkingCalendar = { timeZone: 'Asia/Shanghai', from: 540, to: 1080, isWorkday: workdaysOf('CN') };
const berlin: WorkingCalendar = { timeZone: 'Europe/Berlin', from: 540, to: 1020, isWorkday: workdaysOf('DE') };
const at = (text: string) => Date.parse(`${text}+08:00`);
const local = (instant: number) => new Date(instant + 8 * 3_600_000).toISOString().slice(0, 16);

describe('workdays', () => {
  it('are Monday to Friday', () => {
    const week = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22'];
    expect(week.map((day) => isPlainWorkday(parseDay(day)))).toEqual([true, true, true, true, true, false, false]);
    expect(isPlainWorkday(parseDay('1969-12-31'))).toBe(true);
  });

  it('in China know the holidays of 2026 and the days that make up for them, as the State Council announced', () => {
    const rest = [
      '2026-01-02',
      '2026-02-16',
      '2026-02-23',
      '2026-04-06',
      '2026-05-05',
      '2026-06-19',
      '2026-09-25',
      '2026-10-07',
    ];
    const worked = ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10', '2026-10-08'];
    for (const day of rest) expect([day, isChineseWorkday(parseDay(day))]).toEqual([day, false]);
    for (const day of worked) expect([day, isChineseWorkday(parseDay(day))]).toEqual([day, true]);
  });
});

describe('working time', () => {
  it('counts working days across weekends, holidays and make-up days', () => {
    const due = (from: string, hours: number) => local(addWorkingTime(at(from), hours, china));
    expect(due('2026-11-20T17:00', 24)).toBe('2026-11-23T17:00');
    expect(due('2026-11-20T17:00', 2)).toBe('2026-11-23T10:00');
    expect(due('2026-11-20T20:00', 24)).toBe('2026-11-24T09:00');
    expect(due('2026-11-21T12:00', 0)).toBe('2026-11-23T09:00');
    expect(due('2026-09-30T10:00', 24)).toBe('2026-10-08T10:00');
    expect(due('2026-10-09T10:00', 24)).toBe('2026-10-10T10:00');
    expect(due('2026-11-23T10:00', 26)).toBe('2026-11-24T12:00');
    expect(due('2026-11-23T18:00', 1)).toBe('2026-11-24T10:00');
  });

  it('ends while somebody works, never before it began, and later the more there is of it', () => {
    const instants = fc.integer({ min: at('2026-01-01T00:00'), max: at('2027-12-31T00:00') });
    fc.assert(
      fc.property(
        instants,
        fc.integer({ min: 0, max: 240 }),
        fc.constantFrom(china, berlin),
        (from, hours, calendar) => {
          const end = addWorkingTime(from, hours, calendar);
          const more = addWorkingTime(from, hours + 1, calendar);
          expect(end).toBeGreaterThanOrEqual(from);
          expect(hours % 24 === 23 || more > end).toBe(true);
          expect(calendar.isWorkday(localDay(end, calendar.timeZone))).toBe(true);
          expect(nextWorkingMoment(end - 1, calendar)).toBeLessThanOrEqual(end);
        },
      ),
    );
  });

  it('has so many working days between a day and the one it is added to', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20_000, max: 21_000 }), fc.integer({ min: 0, max: 30 }), (day, count) => {
        const end = addWorkdays(day, count, china);
        let worked = 0;
        for (let one = day + 1; one <= end; one++) if (isChineseWorkday(one)) worked++;
        expect(isChineseWorkday(end)).toBe(true);
        expect(worked).toBe(count === 0 && !isChineseWorkday(day) ? 1 : count);
      }),
    );
    expect(formatDay(addWorkdays(parseDay('2026-09-30'), 1, china))).toBe('2026-10-08');
    expect(() => addWorkdays(0, 1, { isWorkday: () => false })).toThrow('no working days');
  });
});
