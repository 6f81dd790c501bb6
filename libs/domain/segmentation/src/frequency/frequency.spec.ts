import { describe, expect, it } from '@jest/globals';
import { DEFAULT_FREQUENCY_POLICY, frequencyOf, validateFrequencyPolicy } from './frequency.js';

describe('frequency', () => {
  it('tells the four apart', () => {
    const of = (recentPurchaseDays: number, lastPurchaseOn: number | null) =>
      frequencyOf({ recentPurchaseDays, lastPurchaseOn });
    expect([of(5, 9), of(4, 9), of(3, 9), of(1, 9), of(0, 9), of(0, null)]).toEqual([
      'frequent',
      'frequent',
      'occasional',
      'occasional',
      'dormant',
      'prospect',
    ]);
  });

  it('refuses a policy by which nobody would be occasional', () => {
    expect(validateFrequencyPolicy(DEFAULT_FREQUENCY_POLICY)).toEqual([]);
    expect(validateFrequencyPolicy({ windowDays: 0, frequentFrom: 1 })).toHaveLength(2);
  });
});
