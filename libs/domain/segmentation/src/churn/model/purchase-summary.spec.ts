import { describe, expect, it } from '@jest/globals';
import { parseAmount, parseDay } from '@orderweave/domain-ordering';
import { repeatSpend } from '../value/repeat-spend.js';
import { summarizePurchases } from './purchase-summary.js';

/** The small log of the `lifetimes` package's test_utils.py (commit 4f2833f), with its values. */
const LOG: Record<number, [date: string, value: number][]> = {
  1: [
    ['2015-01-01', 1],
    ['2015-02-06', 2],
  ],
  2: [['2015-01-01', 2]],
  3: [
    ['2015-01-01', 3],
    ['2015-01-02', 1],
    ['2015-01-05', 5],
  ],
  4: [
    ['2015-01-16', 6],
    ['2015-02-02', 3],
    ['2015-02-05', 3],
  ],
  5: [
    ['2015-01-16', 3],
    ['2015-01-17', 1],
    ['2015-01-18', 8],
  ],
  6: [['2015-02-02', 5]],
};
const END = parseDay('2015-02-07');
/** Weeks from Monday to Sunday; 1970-01-01 was a Thursday. */
const week = (day: number): number => Math.floor((day + 3) / 7);

describe('summarizePurchases', () => {
  it('gives the published summaries in days, with the mean of the repeat days', () => {
    const rows = Object.values(LOG).map((purchases) => {
      const { mean } = repeatSpend(purchases.map(([, value]) => ({ amount: parseAmount(value) })));
      return {
        ...summarizePurchases(
          purchases.map(([date]) => parseDay(date)),
          END,
        ),
        mean,
      };
    });
    expect(rows).toEqual([
      { x: 1, tx: 36, t: 37, mean: 2 },
      { x: 0, tx: 0, t: 37, mean: 0 },
      { x: 2, tx: 4, t: 37, mean: 3 },
      { x: 2, tx: 20, t: 22, mean: 3 },
      { x: 2, tx: 2, t: 22, mean: 4.5 },
      { x: 0, tx: 0, t: 5, mean: 0 },
    ]);
  });

  it('gives the published summaries in weeks, where two days may be one period', () => {
    const rows = Object.values(LOG).map((purchases) =>
      summarizePurchases(
        purchases.map(([date]) => week(parseDay(date))),
        week(END),
      ),
    );
    expect(rows).toEqual([
      { x: 1, tx: 5, t: 5 },
      { x: 0, tx: 0, t: 5 },
      { x: 1, tx: 1, t: 5 },
      { x: 1, tx: 3, t: 3 },
      { x: 0, tx: 0, t: 3 },
      { x: 0, tx: 0, t: 0 },
    ]);
  });

  it('counts a day once and does not see later ones', () => {
    expect(summarizePurchases([5, 5, 8, 8, 20], 10)).toEqual({ x: 1, tx: 3, t: 5 });
    expect(summarizePurchases([5], 4)).toBeNull();
    expect(summarizePurchases([], 4)).toBeNull();
  });
});
