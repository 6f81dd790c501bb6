import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nextWindowChange } from './next-window-change.js';
import { figuresOn, type DatedDocument, type WindowFigures } from './window-figures.js';

const document = (placedOn: number, amount: bigint, purchase = true): DatedDocument => {
  return { placedOn, amount, counts: true, purchase };
};
const WINDOWS = { amountDays: 9, frequencyDays: 4 };
const documents = fc.array(
  fc.record({
    placedOn: fc.integer({ min: -12, max: 12 }),
    amount: fc.bigInt(-2n, 3n),
    counts: fc.boolean(),
    purchase: fc.boolean(),
  }),
  { maxLength: 9 },
);

describe('window figures', () => {
  it('count the last 365 and 180 days that end with the day asked about', () => {
    const kept = [document(1_000, 5n), document(1_001, 7n), document(1_001, -2n, false), document(1_364, 0n)];
    const on = (day: number): WindowFigures => figuresOn(kept, day);
    expect(on(1_000)).toEqual({ netAmount: 5n, purchaseDays: 1, recentPurchaseDays: 1, lastPurchaseOn: 1_000 });
    expect(on(1_364)).toEqual({ netAmount: 10n, purchaseDays: 3, recentPurchaseDays: 1, lastPurchaseOn: 1_364 });
    expect(on(1_365)).toMatchObject({ netAmount: 5n, purchaseDays: 2 });
    expect(on(1_366)).toMatchObject({ netAmount: 0n, purchaseDays: 1 });
    expect(on(1_180)).toMatchObject({ recentPurchaseDays: 1 });
    expect(on(1_181)).toMatchObject({ recentPurchaseDays: 0, lastPurchaseOn: 1_001 });
    expect(on(999)).toEqual({ netAmount: 0n, purchaseDays: 0, recentPurchaseDays: 0, lastPurchaseOn: null });
  });

  it('have a purchase day of 0.00, and none of a credit note or of what does not count', () => {
    const kept = [document(1, -4n, false), { ...document(2, 9n), counts: false }, document(3, 0n)];
    expect(figuresOn(kept, 3)).toEqual({ netAmount: -4n, purchaseDays: 1, recentPurchaseDays: 1, lastPurchaseOn: 3 });
  });
});

describe('the next change of window figures', () => {
  it('is the first later day on which a recount gives something else', () => {
    fc.assert(
      fc.property(documents, fc.integer({ min: -12, max: 12 }), (kept, day) => {
        const now = JSON.stringify(told(figuresOn(kept, day, WINDOWS)));
        let next: number | null = null;
        for (let then = day + 1; then <= 30 && next === null; then++) {
          if (JSON.stringify(told(figuresOn(kept, then, WINDOWS))) !== now) next = then;
        }
        expect(nextWindowChange(kept, day, WINDOWS)).toBe(next);
      }),
      { numRuns: 2_000 },
    );
  });

  it('skips what leaves without changing anything', () => {
    expect(nextWindowChange([document(0, 5n, false), document(0, -5n, false)], 0)).toBeNull();
    expect(nextWindowChange([document(0, 5n)], 0)).toBe(180);
    expect(nextWindowChange([document(0, 5n)], 180)).toBe(365);
    expect(nextWindowChange([document(0, 5n)], 365)).toBeNull();
  });
});

function told({ netAmount, ...days }: WindowFigures): unknown {
  return { ...days, netAmount: String(netAmount) };
}
