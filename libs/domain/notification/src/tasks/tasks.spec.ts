import { describe, expect, it } from '@jest/globals';
import { formatDay, parseDay } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { workdaysOf } from '../calendar/workdays.js';
import type { Play } from '../rules/rule-policy.js';
import { planTasks } from './plan-tasks.js';
import { renderCalendar } from './render-calendar.js';

const words = { 'zh-CN': '跟进', en: 'follow up' };
const china = { timeZone: 'Asia/Shanghai', from: 540, to: 1080, isWorkday: workdaysOf('CN') };
const play = (days: number[], everyDays?: number): Play => ({
  name: words,
  steps: days.map((afterDays) => ({ afterDays, kind: 'call' as const, text: words })),
  ...(everyDays && { everyDays }),
});
const days = (given: Play, from: string, until: string) =>
  planTasks(given, Date.parse(`${from}+08:00`), parseDay(until), china).map(({ day }) => formatDay(day));

describe('the tasks of a play', () => {
  it('are due in working days, then go on at their distance', () => {
    expect(days(play([1, 3, 7, 15]), '2026-11-20T17:00', '2026-12-31')).toEqual([
      '2026-11-23',
      '2026-11-25',
      '2026-12-01',
      '2026-12-11',
    ]);
    expect(days(play([0]), '2026-10-01T10:00', '2026-12-31')).toEqual(['2026-10-08']);
    expect(days(play([1], 7), '2026-09-22T10:00', '2026-10-20')).toEqual([
      '2026-09-23',
      '2026-09-30',
      '2026-10-08',
      '2026-10-14',
    ]);
    expect(days(play([1, 30]), '2026-11-20T17:00', '2026-11-30')).toEqual(['2026-11-23']);
  });
});

describe('a calendar', () => {
  it('is iCalendar', () => {
    const entry = {
      uid: 'al_1-0@x',
      day: parseDay('2026-11-23'),
      summary: '电话; 华东贸易',
      description: 'a\nb, c',
      stamp: 0,
    };
    const text = renderCalendar('li.wei', [{ ...entry, url: 'https://o.example.com/?alert=al_1' }]);
    expect(text.split('\r\n').slice(6)).toEqual([
      ...[
        'BEGIN:VEVENT',
        'UID:al_1-0@x',
        'DTSTAMP:19700101T000000Z',
        'DTSTART;VALUE=DATE:20261123',
        'DTEND;VALUE=DATE:20261124',
      ],
      ...[
        'SUMMARY:电话\\; 华东贸易',
        'DESCRIPTION:a\\nb\\, c',
        'URL:https://o.example.com/?alert=al_1',
        'TRANSP:TRANSPARENT',
      ],
      ...['END:VEVENT', 'END:VCALENDAR', ''],
    ]);
  });

  it('has no line over 75 octets and loses nothing by it, whatever it says', () => {
    const text = fc.string({ unit: fc.constantFrom('客', 'a', '👍', ',', ';', '\\', '\n'), maxLength: 200 });
    fc.assert(
      fc.property(text, text, (summary, description) => {
        const rendered = renderCalendar('x', [{ uid: 'u', day: 0, summary, description, stamp: 0 }]);
        expect(Math.max(...rendered.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
        const unfolded = rendered.replace(/\r\n /g, '');
        const read = /^SUMMARY:(.*)$/m
          .exec(unfolded)![1]!
          .replace(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign));
        expect(read).toBe(summary);
      }),
    );
  });
});
