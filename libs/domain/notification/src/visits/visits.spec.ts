import { describe, expect, it } from '@jest/globals';
import type { Transition } from '@orderweave/contracts';
import { addMonths, formatDay, monthBounds, monthOf, parseDay, type Day } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { workdaysOf } from '../calendar/workdays.js';
import { LOCALES } from '../locale.js';
import type { TaskKind } from '../tasks/task-life.js';
import { sampleTransition } from '../testing/sample-transition.js';
import { closedTier, type KnownTiers } from './customer-tier.js';
import { closesTold, foldTiers } from './fold-tiers.js';
import { formatIsoWeek, parseIsoWeek } from './iso-week.js';
import { planVisits, type VisitCustomer, type VisitTask } from './plan-visits.js';
import { VISIT_AIMS } from './visit-aim.js';
import { halfMonthOf, weekOf } from './visit-period.js';
import { wordVisit } from './visit-words.js';

const isWorkday = workdaysOf('CN');
const monday = parseDay('2026-11-23');
const closedUntil = parseDay('2026-10-31');
const base = { week: weekOf(monday), today: monday, closedUntil, isWorkday, perDay: 8 };
const customer = (id: string, tier: string, previous: string | null = tier): VisitCustomer => ({
  ...{ id, tier, previous, contacts: [] },
});

describe('the visits of a week', () => {
  it('bring A a contact each week, B a visit each half of a month, C and D one talk a month, however the year lies', () => {
    const begin = parseDay('2026-01-05');
    const ids = ['A', 'B', 'C', 'D'].flatMap((tier) =>
      ['x', 'y', 'z'].map((name) => ({ tier, id: `${tier}-${name}` })),
    );
    const seen = new Map<string, { day: Day; kind: TaskKind }[]>(ids.map(({ id }) => [id, []]));
    for (let today = begin; today < begin + 51 * 7; today += 7) {
      const known = ids.map(({ id, tier }) => ({ ...customer(id, tier), contacts: seen.get(id)! }));
      for (const { customerId, day, kind } of planVisits(known, [], {
        ...base,
        week: weekOf(today),
        today,
        perDay: 99,
      }))
        seen.get(customerId)!.push({ day: day!, kind });
    }
    const days = (tier: string) => ids.filter((one) => one.tier === tier).map(({ id }) => seen.get(id)!);
    const inMonth = (list: { day: Day }[], month: string) => list.filter(({ day }) => monthOf(day) === month);
    for (const list of days('A')) {
      const weeks = new Set(list.map(({ day }) => formatIsoWeek(day)));
      const worked = new Set<string>();
      for (let day = begin; day < begin + 51 * 7; day++) if (isWorkday(day)) worked.add(formatIsoWeek(day));
      expect([weeks, list.length]).toEqual([worked, worked.size]);
    }
    for (let month = '2026-02'; month < '2026-12'; month = addMonths(month, 1)) {
      for (const list of days('B')) {
        const halves = inMonth(list, month).map(({ day }) => formatDay(day).slice(8) <= '15');
        expect([month, halves]).toEqual([month, [true, false]]);
      }
      for (const list of [...days('C'), ...days('D')]) expect([month, inMonth(list, month).length]).toEqual([month, 1]);
    }
    for (const { day } of [...seen.values()].flat()) expect(isWorkday(day)).toBe(true);
  });

  it('bring at once whom nobody has talked to since a stop after A or B, before everybody else', () => {
    const stopped = [customer('c1', 'D', 'A'), customer('c2', 'D', 'B')];
    const others = Array.from({ length: 40 }, (_, n) => customer(`a${n}`, 'A'));
    const plan = planVisits([...others, ...stopped], [], { ...base, perDay: 2 });
    expect(plan.filter(({ aim }) => aim === 'stopped').map(({ day }) => day)).toEqual([monday, monday]);
    expect(plan.filter(({ day }) => day === null)).toHaveLength(32);
    const talked = { ...stopped[0]!, contacts: [{ day: closedUntil + 1, kind: 'call' as const }] };
    expect(planVisits([talked], [], base)).toEqual([]);
    const before = { ...stopped[0]!, contacts: [{ day: closedUntil, kind: 'call' as const }] };
    expect(planVisits([before], [], base)).toHaveLength(1);
    expect(planVisits([stopped[0]!], [], { ...base, today: monday - 7 })).toEqual([]);
  });

  it('keep the days of tasks, make up for missed ones, and let a task stand for what the tier asks for', () => {
    const task = (id: string, day: string, kind: TaskKind = 'visit'): VisitTask => ({
      ...{ id, customerId: `c-${id}`, kind, day: parseDay(day) },
    });
    const tasks = [
      task('t1', '2026-11-25'),
      task('t2', '2026-11-10'),
      task('t3', '2026-11-30'),
      task('t4', '2026-11-28'),
    ];
    const wednesday = { ...base, today: monday + 2 };
    const plan = planVisits([customer('c-t1', 'B'), customer('c-t2', 'A')], tasks, wednesday);
    expect(plan.map(({ taskId, aim, day }) => [taskId, aim, day])).toEqual([
      ['t1', 'task', monday + 2],
      ['t2', 'task', monday + 2],
      // A Saturday: the last working day before it.
      ['t4', 'task', monday + 4],
    ]);
    expect(planVisits([], tasks, { ...base, today: monday - 7 }).map(({ taskId }) => taskId)).toEqual(['t1', 't4']);
  });

  it('never fill a day beyond its room, place each once, and leave nothing out while there is room for it', () => {
    const tiers = fc.record({
      id: fc.stringMatching(/^[a-z]{6}$/),
      tier: fc.constantFrom('A', 'B', 'C', 'D'),
      previous: fc.constantFrom('A', 'B', 'C', 'D', null),
      contacts: fc.constant([]),
    });
    const list = fc.uniqueArray(tiers, { maxLength: 40, selector: ({ id }) => id });
    fc.assert(
      fc.property(list, fc.integer({ min: 1, max: 9 }), fc.integer({ min: -3, max: 9 }), (customers, perDay, late) => {
        const plan = planVisits(customers, [], { ...base, today: monday + late, perDay });
        const placed = plan.filter(({ day }) => day !== null);
        const count = (day: Day) => placed.filter((one) => one.day === day).length;
        for (let day = monday; day < monday + 7; day++)
          expect(count(day)).toBeLessThanOrEqual(isWorkday(day) ? perDay : 0);
        for (const { day } of placed) if (late >= 0 && late < 7) expect(day).toBeGreaterThanOrEqual(monday + late);
        expect(new Set(plan.map(({ customerId }) => customerId)).size).toBe(plan.length);
        const first = Math.max(monday, late >= 0 && late < 7 ? monday + late : monday);
        for (const { day } of plan)
          if (day === null)
            for (let one = first; one < monday + 7; one++) if (isWorkday(one)) expect(count(one)).toBe(perDay);
      }),
    );
  });

  it('are worded in both languages', () => {
    for (const locale of LOCALES)
      for (const aim of VISIT_AIMS)
        if (aim !== 'task') expect(wordVisit(aim, { tier: 'D', previous: null }, locale).aim).toMatch(/\S/);
    expect(wordVisit('hold', { tier: 'A', previous: 'A' }, 'zh-CN').reason).toBe('保持 A 级：每周联系');
  });
});

it('the halves of a month meet after the 15th', () => {
  const half = (text: string) => Object.values(halfMonthOf(parseDay(text))).map(formatDay);
  expect(half('2026-02-15')).toEqual(['2026-02-01', '2026-02-15']);
  expect(half('2026-02-16')).toEqual(['2026-02-16', '2026-02-28']);
});

describe('an ISO week', () => {
  it('is the one that its Thursday lies in, and its text reads back', () => {
    expect(formatIsoWeek(parseDay('2027-01-03'))).toBe('2026-W53');
    expect(formatDay(parseIsoWeek('2026-W48')!)).toBe('2026-11-23');
    for (const text of ['2025-W53', '2026-W00', '2026-48', '']) expect(parseIsoWeek(text)).toBeUndefined();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30_000 }), (day) => {
        expect(parseIsoWeek(formatIsoWeek(day))).toBe(weekOf(day).first);
      }),
    );
  });
});

describe('the tier of a customer at the newest close', () => {
  const tier = (given: Partial<Transition>): Transition =>
    sampleTransition({ kind: 'tier', basis: 'live', effectiveAt: '2026-09-10T00:00:00Z', ...given });
  const zone = () => 'Asia/Shanghai';
  const noted = (transitions: Transition[]) => foldTiers(transitions, zone)[0]!;

  it('follows from what segmentation tells of a history of tiers, and from nothing else', () => {
    // Tiers at the closes of six months from the one in which the customer was first known; and the open month after them.
    const history = fc.tuple(
      fc.integer({ min: 0, max: 5 }),
      fc.array(fc.constantFrom('A', 'B', 'C', 'D'), { minLength: 6, maxLength: 6 }),
      fc.constantFrom('A', 'B', 'C', null),
    );
    fc.assert(
      fc.property(
        history,
        fc.array(fc.constantFrom('A', 'B', 'C'), { minLength: 6, maxLength: 6 }),
        ([since, closes, open], via) => {
          const months = closes.map((_, n) => addMonths('2026-03', n));
          const told: Transition[] = [];
          for (let n = since; n <= months.length; n++) {
            const month = addMonths('2026-03', n);
            const final = n < months.length ? closes[n]! : open;
            const end = final === 'D' ? null : final;
            // What a customer without orders brings: being known at all.
            if (n === since) told.push(sampleTransition({ kind: 'stage', effectiveAt: `${month}-15T00:00:00Z` }));
            if (end !== null)
              told.push(tier({ month, from: null, to: via[n % 6]! }), tier({ month, from: via[n % 6]!, to: end }));
            const before = closes[n - 2];
            // The month before closes within this one.
            if (n - 2 >= since && before !== closes[n - 1])
              told.push(tier({ basis: 'final', month: addMonths(month, -1), from: before!, to: closes[n - 1]! }));
          }
          const known = told.length ? noted(told) : undefined;
          const expected = since > 5 ? undefined : { tier: closes[5], previous: since === 5 ? null : closes[4] };
          expect(known && closedTier(known, months[5]!)).toEqual(expected);
        },
      ),
    );
  });

  it('is that of the last close also when nothing has been heard for long, and none before the first', () => {
    const known: KnownTiers = { knownSince: '2026-03', change: { month: '2026-05', from: 'B', to: 'A' }, live: {} };
    expect(closedTier(known, '2026-05')).toEqual({ tier: 'A', previous: 'B' });
    expect(closedTier(known, '2026-09')).toEqual({ tier: 'A', previous: 'A' });
    const fresh = noted([tier({ month: '2026-09', from: null, to: 'B' })]);
    expect(closedTier(fresh, '2026-08')).toBeUndefined();
    expect(closedTier(fresh, '2026-09')).toEqual({ tier: 'B', previous: null });
  });

  it('counts restated months for nothing, and closes only by final tiers', () => {
    const restated = tier({ month: '2026-08', basis: 'restated', from: 'A', to: 'B' });
    expect(noted([restated])).toMatchObject({ change: null, live: {}, knownSince: '2026-09' });
    const final = tier({ month: '2026-08', basis: 'final', from: 'A', to: 'B' });
    expect([...closesTold([restated, final, tier({ month: '2026-09', to: 'C' })])]).toEqual([['default', '2026-08']]);
    expect(monthBounds('2026-10').last).toBe(closedUntil);
  });
});
