import { describe, expect, it } from '@jest/globals';
import { formatDay, localDay, parseDay, startOfDay, type Day } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { workdaysOf } from '../calendar/workdays.js';
import type { Play } from '../rules/rule-policy.js';
import type { SalesTeam } from '../routing/sales-team.js';
import { sampleTransition } from '../testing/sample-transition.js';
import { composeOverdue } from './compose-overdue.js';
import { nextInSeries } from './next-in-series.js';
import { isWorking, overdueDays, reminderOn } from './next-reminder.js';
import { overdueReaders } from './overdue-readers.js';
import { planTasks } from './plan-tasks.js';
import { renderCalendar } from './render-calendar.js';
import { talkingPoints } from './talking-points.js';
import { actOnTask, TASK_ACTIONS, TASK_STATES } from './task-life.js';

const words = { 'zh-CN': '跟进', en: 'follow up' };
const china = { timeZone: 'Asia/Shanghai', from: 540, to: 1080, isWorkday: workdaysOf('CN') };
const play = (days: number[], everyDays?: number): Play => ({
  name: words,
  steps: days.map((afterDays) => ({ afterDays, kind: 'call' as const, text: words })),
  ...(everyDays && { everyDays }),
});
const at = (text: string) => Date.parse(`${text}+08:00`);
const days = (given: Play, from: string) => planTasks(given, at(from), china).map(({ day }) => formatDay(day));
/** So many workdays after a day, counted one by one; 0 is the day itself, or the next workday. */
const workdayAfter = (day: Day, count: number) => {
  let end = day;
  for (let left = count; left > 0 || !china.isWorkday(end);) if (china.isWorkday(++end) && left > 0) left--;
  return end;
};
const anyDay = fc.integer({ min: parseDay('2025-12-01'), max: parseDay('2026-12-31') });
const anyPlay = fc
  .tuple(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 40 }))
  .map(([afterDays, every]) => play(afterDays, every));

describe('the tasks of a play', () => {
  it('are due in working days', () => {
    expect(days(play([1, 3, 7, 15]), '2026-11-20T17:00')).toEqual([
      ...['2026-11-23', '2026-11-25', '2026-12-01', '2026-12-11'],
    ]);
    expect(days(play([0]), '2026-10-01T10:00')).toEqual(['2026-10-08']);
    fc.assert(
      fc.property(anyDay, anyPlay, (day, given) => {
        const planned = planTasks(given, startOfDay(day, china.timeZone), china);
        expect(planned.map((task) => task.day)).toEqual(given.steps.map((step) => workdayAfter(day, step.afterDays)));
        expect(planned.map(({ number }) => number)).toEqual(given.steps.map((_, index) => index));
        const last = Math.max(...planned.map((task) => task.day));
        const ends = planned.filter(({ series }) => series);
        expect(ends.map(({ series }) => series)).toEqual([
          { everyDays: given.everyDays, day: last, number: given.steps.length },
        ]);
      }),
    );
  });

  it('go on at their distance, whether each is done at once or a clock jumps over some', () => {
    fc.assert(
      fc.property(anyDay, anyPlay, fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 8 }), (day, given, jumps) => {
        const planned = planTasks(given, startOfDay(day, china.timeZone), china);
        let { series } = planned.find((task) => task.series)!;
        const last = series!.day;
        // The plain series: every so many days, each on the next workday, numbered on from the steps.
        const all = Array.from({ length: 1_000 }, (_, n) => workdayAfter(last + (n + 1) * given.everyDays!, 0));
        let today = day;
        let least = 0;
        for (const jump of jumps) {
          today += jump;
          const index = all.findIndex((one, n) => n >= least && one >= today);
          const next = nextInSeries(series!, today, china);
          expect([next.day, next.number]).toEqual([all[index], given.steps.length + index]);
          series = next.series;
          least = index + 1;
        }
      }),
    );
  });
});

describe('what is done with a task', () => {
  it('ends it once, can be taken back, and changes nothing when repeated', () => {
    const actions = [...TASK_ACTIONS, 'cancel'] as const;
    fc.assert(
      fc.property(fc.constantFrom(...TASK_STATES), fc.constantFrom(...actions), (state, action) => {
        const next = actOnTask(state, action);
        const goal = { complete: 'done', skip: 'skipped', cancel: 'cancelled', reopen: 'open' }[action];
        const allowed = action === 'reopen' ? state !== 'open' : state === 'open';
        expect(next).toBe(state === goal ? 'same' : allowed ? goal : null);
      }),
    );
  });
});

describe('a reminder', () => {
  it('comes as a working day begins', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const at = reminderOn(day, china);
        expect(localDay(at, china.timeZone)).toBe(workdayAfter(day, 0));
        expect([isWorking(at, china), isWorking(at - 1, china)]).toEqual([true, false]);
      }),
    );
  });

  it('speaks of what has been overdue for 20 working days at most, and calls late what has been so for N', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 20 }), (today, after) => {
        const { first, last, late } = overdueDays(today, china, after);
        for (let day = today - 60; day < today; day++) {
          expect([day, day >= first && day <= last]).toEqual([day, workdayAfter(day, 20) >= today]);
          expect([day, day <= late]).toEqual([day, workdayAfter(day, after) <= today]);
        }
      }),
    );
    expect(overdueDays(parseDay('2026-11-25'), china).late).toBe(parseDay('2026-11-22'));
  });

  it('goes to the person or who stands in, and above to the manager, for want of one to the pool', () => {
    const team = { people: [{ name: 'li', team: 'east' }, { name: 'boss' }, { name: 'night' }], pool: ['night'] };
    const east = { ...team, teams: [{ name: 'east', manager: 'boss' }] };
    const readers = (assignee: string | null, given: SalesTeam) =>
      overdueReaders(assignee, parseDay('2026-11-24'), given);
    expect(readers('li', east)).toEqual({ own: ['li'], above: ['boss'] });
    expect(readers('boss', { ...team, teams: [] })).toEqual({ own: ['boss'], above: ['night'] });
    expect(readers(null, east)).toEqual({ own: [], above: ['night'] });
    const away = [{ name: 'li', team: 'east', absences: [{ from: '2026-11-01', to: '2026-12-01' }] }, { name: 'boss' }];
    expect(readers('li', { ...east, people: away })).toEqual({ own: [], above: ['boss'] });
  });

  it('is one card, the oldest first, a storm by its number, in both languages', () => {
    const task = (n: number) => ({
      ...{ customer: `c${n}`, kind: 'call' as const, text: words, day: parseDay('2026-11-20') - n, assignee: 'li' },
    });
    const frame = { id: 'tr_1', of: 'own', count: 13, links: {} } as const;
    const tasks = Array.from({ length: 13 }, (_, n) => task(n));
    const card = composeOverdue(tasks, { ...frame, locale: 'en' });
    expect(card).toMatchObject({ title: '13 tasks overdue', summary: 'The oldest was due on 8 Nov 2026.' });
    expect([card.why[0], card.why[10], card.why.length]).toEqual([
      'c12 — Call: follow up (due 8 Nov 2026)',
      'and 3 more in the list of tasks',
      11,
    ]);
    const chinese = composeOverdue([task(0)], { ...frame, of: 'team', count: 1, locale: 'zh-CN' });
    expect([chinese.title, chinese.why]).toEqual([
      '团队有 1 项任务已逾期',
      ['li · c0 — 电话：跟进（应于 2026年11月20日）'],
    ]);
  });
});

it('the talk of a task knows what happened, why, and what to ask for', () => {
  const { points, offers } = talkingPoints(sampleTransition(), 'en');
  expect(points[0]).toContain('华东贸易');
  expect(points.join(' ')).toContain('tmall/1001');
  expect(offers[0]).toContain('17 May 2026');
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
