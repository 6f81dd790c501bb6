import { describe, expect, it } from '@jest/globals';
import { formatDay, parseDay, type Day } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { lastClosedMonth } from '../deadlines/month-close.js';
import type { GapModel } from '../rhythm/gap-model.js';
import { assessStage } from './assess-stage.js';
import { DEFAULT_STAGE_POLICY } from './stage-policy.js';

const START = parseDay('2023-01-15');

interface Drawn {
  offsets: number[];
  after: number;
  gap: number;
  tenantFirstDay: Day;
  important: boolean;
  amounts: number[];
}

describe('what a growing or mature customer is told of the days ahead', () => {
  const drawn: fc.Arbitrary<Drawn> = fc.record({
    offsets: fc.oneof(
      fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 12 }),
      // So few and so early that a tenant is still too young to judge them.
      fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 2 }),
    ),
    after: fc.integer({ min: 0, max: 120 }),
    gap: fc.integer({ min: 2, max: 60 }),
    tenantFirstDay: fc.constantFrom(0, START),
    important: fc.boolean(),
    amounts: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 18, maxLength: 18 }),
  });

  const given = ({ offsets, gap, tenantFirstDay, important, amounts }: Drawn) => {
    const purchaseDays = offsets.map((offset) => START + offset).sort((a, b) => a - b);
    const model: GapModel = { version: 1, from: 0, tenantMedianGap: gap, tenantFirstDay };
    const months = amounts.map((amount, index) => {
      const month = `${2023 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
      return [month, BigInt(amount) * 10n ** 12n] as const;
    });
    const ledger = { purchaseDays, documentDays: purchaseDays, intentDays: [] };
    const on = (day: Day) =>
      assessStage({
        ...{ ledger, day, monthAmounts: new Map(months), models: [model], important },
        lastClosedMonth: lastClosedMonth(day, DEFAULT_STAGE_POLICY.graceDays),
      });
    return { last: purchaseDays.at(-1)!, first: purchaseDays[0]!, count: new Set(purchaseDays).size, on };
  };

  it('1. is losing or churned on the day after that until which it holds, and not before', () => {
    fc.assert(
      fc.property(drawn, (one) => {
        const { last, first, count, on } = given(one);
        const day = last + one.after;
        const { stage, because } = on(day);
        if (stage !== 'mature' && stage !== 'growing') return;
        const told = because.find(({ name }) => name === 'holds-until')!.value;
        const silent = (at: Day) => ['losing', 'churned'].includes(on(at).stage);
        let until = day;
        while (!silent(until + 1)) until++;
        const young = stage === 'growing' && count >= 3 && day - first < 180;
        expect(told).toBe(formatDay(young ? Math.min(until, first + 179) : until));
      }),
      { numRuns: 300 },
    );
  });

  it('2. tells the next close that knows six months, unless it is losing by then', () => {
    fc.assert(
      fc.property(drawn, (one) => {
        const { last, first, count, on } = given(one);
        const day = last + one.after;
        const { stage, because } = on(day);
        if (stage !== 'mature' || (count >= 3 && day - first < 180)) return;
        const told = because.find(({ name }) => name === 'growth-judged-on')?.value;
        const sixth = new Date(Date.UTC(2023, Number(formatDay(first).slice(5, 7)) + 4, 1)).toISOString().slice(0, 7);
        const closed = (at: Day) => lastClosedMonth(at, DEFAULT_STAGE_POLICY.graceDays);
        let close = day + 1;
        while (closed(close) === closed(day) || closed(close) < sixth) close++;
        const until = String(because.find(({ name }) => name === 'holds-until')!.value);
        expect(told).toBe(formatDay(close) <= until ? formatDay(close) : undefined);
      }),
      { numRuns: 300 },
    );
  });

  it('3. grows with the purchase days that it is told, by the day that it is told', () => {
    fc.assert(
      fc.property(drawn, (one) => {
        const { last, count, on } = given(one);
        const day = last + one.after;
        const { stage, because } = on(day);
        const told = because.find(({ name }) => name === 'young-until');
        if (stage !== 'mature' || !told) return;
        const until = parseDay(String(told.value));
        const missing = Number(told.threshold) - count;
        const offsets = [...one.offsets, ...Array.from({ length: missing }, (_, index) => until - index - START)];
        expect(Math.min(...offsets.slice(one.offsets.length)) + START).toBeGreaterThan(last);
        expect(['growing', 'reacquired']).toContain(given({ ...one, offsets }).on(until).stage);
        const late = [...one.offsets, ...Array.from({ length: missing }, (_, index) => until + 1 + index - START)];
        const after = given({ ...one, offsets: late, amounts: one.amounts.map(() => 0) });
        expect(after.on(until + missing).stage).not.toBe('growing');
      }),
      { numRuns: 300 },
    );
  });
});
