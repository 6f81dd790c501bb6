import { describe, expect, it } from '@jest/globals';
import { initialGapModel, modelAt } from './gap-model.js';
import { distinctDays, gapsOf, median, overdue, silence, typicalGap } from './gaps.js';

describe('rhythm', () => {
  it('counts days, not documents', () => {
    expect(distinctDays([3, 3, 5, 9, 9, 9])).toEqual([3, 5, 9]);
    expect(gapsOf([3, 3, 5, 9, 9, 9])).toEqual([2, 4]);
    expect(gapsOf([7])).toEqual([]);
  });

  it('takes the middle', () => {
    expect(median([30, 2, 10])).toBe(10);
    expect(median([30, 2, 10, 11])).toBe(10.5);
    expect(median([])).toBeNaN();
  });

  it('weighs own gaps against three of the tenant', () => {
    expect(typicalGap([], 28)).toBe(28);
    expect(typicalGap([10, 20, 12], 30)).toBe((3 * 12 + 3 * 30) / 6);
  });

  it('is silent since the last purchase day that is known', () => {
    expect(silence([10, 20, 50], 35)).toBe(15);
    expect(silence([10], 9)).toBeNull();
    expect(overdue(15, 10)).toBe(1.5);
  });

  it('finds the model version in force', () => {
    const first = initialGapModel(100);
    const models = [first, { ...first, version: 1, from: 107 }, { ...first, version: 2, from: 114 }];
    expect([99, 100, 106, 107, 113, 114, 500].map((day) => modelAt(models, day).version)).toEqual([
      0, 0, 0, 1, 1, 2, 2,
    ]);
    expect(() => modelAt([], 5)).toThrow(RangeError);
  });
});
