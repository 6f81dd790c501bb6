import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chanceOfMisses, chanceOfReturns } from './chance-of-misses.js';
import { criticalSum, ranksHigher, rankSum } from './rank-shift.js';

/** All ways to choose `size` of the numbers 1 to `total`. */
function choices(size: number, total: number): number[][] {
  if (size === 0) return [[]];
  if (total < size) return [];
  return [...choices(size, total - 1), ...choices(size - 1, total - 1).map((chosen) => [...chosen, total])];
}

describe('ranksHigher', () => {
  it('has the critical sum that counting all choices gives', () => {
    for (const [size, earlier, accident] of [
      [3, 5, 0.02],
      [3, 12, 0.02],
      [2, 6, 0.1],
      [4, 4, 0.05],
      [3, 4, 0.02],
    ] as const) {
      const sums = choices(size, size + earlier).map((ranks) => ranks.reduce((sum, rank) => sum + rank, 0));
      const chance = (least: number): number => sums.filter((sum) => sum >= least).length / sums.length;
      const fitting = sums.filter((sum) => chance(sum) <= accident);
      expect(criticalSum(size, earlier, accident)).toBe(Math.min(...fitting, Number.POSITIVE_INFINITY));
    }
  });

  it('ranks as a sort does, and never less when a latest value grows', () => {
    const values = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(values, values, fc.nat(5), (recent, earlier, more) => {
        const all = [...recent, ...earlier].sort((a, b) => a - b);
        const rank = (value: number): number => (all.indexOf(value) + 1 + all.lastIndexOf(value) + 1) / 2;
        expect(rankSum(recent, earlier)).toBe(recent.reduce((sum, value) => sum + rank(value), 0));
        const grown = [recent[0]! + more, ...recent.slice(1)];
        expect(rankSum(grown, earlier)).toBeGreaterThanOrEqual(rankSum(recent, earlier));
      }),
    );
  });

  it('asks for the clearest order of values when there are few', () => {
    expect(ranksHigher([9, 8, 7], [1, 2, 3, 4, 5], 0.02)).toBe(true);
    expect(ranksHigher([9, 8, 4.5], [1, 2, 3, 4, 5], 0.02)).toBe(false);
    expect(ranksHigher([9, 8, 7], [1, 2], 0.02)).toBe(false);
  });
});

describe('chances', () => {
  it('of misses fall from one half, by how often it was there', () => {
    expect(chanceOfMisses(0, 5, 1)).toBe(1);
    expect(chanceOfMisses(1, 0, 0)).toBe(0.5);
    expect(chanceOfMisses(2, 7, 0)).toBeCloseTo((1 / 9) * (2 / 10), 12);
    expect(chanceOfMisses(3, 2, 4)).toBeCloseTo((5 / 8) * (6 / 9) * (7 / 10), 12);
  });

  it('of returns add up as Fisher has it', () => {
    expect(chanceOfReturns(0, 5, 3, 10)).toBeCloseTo(1, 12);
    // 3 of 5 and 0 of 15: C(5,3) / C(20,3)
    expect(chanceOfReturns(3, 5, 0, 15)).toBeCloseTo(10 / 1140, 12);
    // 2 or more of 5 when 2 of 5 before: (C(5,2)² + C(5,3)·C(5,1) + C(5,4)) / C(10,4)
    expect(chanceOfReturns(2, 5, 2, 5)).toBeCloseTo((100 + 50 + 5) / 210, 12);
  });
});
