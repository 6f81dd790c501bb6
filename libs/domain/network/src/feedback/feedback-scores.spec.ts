import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { customerSatisfaction, meanScore, netPromoterScore } from './feedback-scores.js';

const counted = (scores: readonly number[]) => {
  const counts = new Map<number, number>();
  for (const score of scores) counts.set(score, (counts.get(score) ?? 0) + 1);
  return counts;
};

describe('scores of feedback', () => {
  it('NPS is promoters minus detractors, passives count in n alone', () => {
    // 50 promoters, 30 passives, 20 detractors: the example that every text on NPS has.
    const counts = new Map([
      ...([[10, 30], [9, 20], [8, 20], [7, 10]] as const),
      ...([[6, 5], [3, 10], [0, 5]] as const),
    ]); // prettier-ignore
    expect(netPromoterScore(counts)).toEqual({ value: 30, n: 100 });
  });

  it('CSAT is the share of 4 and 5', () => {
    expect(customerSatisfaction(counted([5, 4, 3, 2]))).toEqual({ value: 50, n: 4 });
    expect(meanScore(counted([5, 4, 3, 2]))).toEqual({ value: 3.5, n: 4 });
  });

  it('nothing can be said without answers', () => {
    for (const figure of [netPromoterScore, customerSatisfaction, meanScore])
      expect(figure(new Map())).toEqual({ value: null, n: 0 });
  });

  it('equals what is counted answer by answer', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 1 }), (scores) => {
        const points = scores.map((score) => (score > 8 ? 100 : score < 7 ? -100 : 0));
        const mean = points.reduce<number>((sum, one) => sum + one, 0) / scores.length;
        const { value, n } = netPromoterScore(counted(scores));
        expect(n).toBe(scores.length);
        expect(value).toBeCloseTo(mean, 9);
      }),
    );
  });
});
