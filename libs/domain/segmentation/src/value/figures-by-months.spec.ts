import { describe, expect, it } from '@jest/globals';
import { monthOf, type Amount, type Month } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { cutDays, figuresByMonths } from './figures-by-months.js';
import { nextWindowChange } from './next-window-change.js';
import { figuresOn, type DatedDocument } from './window-figures.js';

const documents = fc.array(
  fc.record({
    placedOn: fc.integer({ min: 19_000, max: 19_140 }),
    amount: fc.bigInt(-2n, 3n),
    counts: fc.boolean(),
    purchase: fc.boolean(),
  }),
  { maxLength: 25 },
);
const windows = fc.record({
  amountDays: fc.integer({ min: 1, max: 100 }),
  frequencyDays: fc.integer({ min: 1, max: 100 }),
});

describe('figures by months', () => {
  it('are those of the documents, and due no later than these change', () => {
    fc.assert(
      fc.property(documents, fc.integer({ min: 18_990, max: 19_260 }), windows, (all, day, sizes) => {
        const counted = all.filter(({ counts }) => counts);
        const days = (some: readonly DatedDocument[]) => some.map(({ placedOn }) => placedOn).sort((a, b) => a - b);
        const amounts = new Map<Month, Amount>();
        for (const { placedOn, amount } of counted)
          amounts.set(monthOf(placedOn), (amounts.get(monthOf(placedOn)) ?? 0n) + amount);
        const { before, after } = cutDays(day, sizes.amountDays);
        const sum = ([first, last]: readonly [number, number]) =>
          counted
            .filter(({ placedOn }) => placedOn >= first && placedOn <= last)
            .reduce((total, { amount }) => total + amount, 0n);
        const ledger = {
          documentDays: days(counted),
          purchaseDays: days(counted.filter(({ purchase }) => purchase)),
        };
        const cut = { before: sum(before), after: sum(after) };
        const { dueOn, ...figures } = figuresByMonths({ ledger, amounts }, day, cut, sizes);
        expect(figures).toEqual(figuresOn(all, day, sizes));
        const next = nextWindowChange(all, day, sizes);
        if (next !== null) expect(dueOn).toBeLessThanOrEqual(next);
        if (dueOn !== null) expect(dueOn).toBeGreaterThan(day);
      }),
      { numRuns: 1_000 },
    );
  });
});
