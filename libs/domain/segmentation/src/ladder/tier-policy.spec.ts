import { describe, expect, it } from '@jest/globals';
import { parseAmount } from '@orderweave/domain-ordering';
import { rankAll } from './rank-all.js';
import { resolveTierPolicy, validateTierPolicy, type TierPolicy } from './tier-policy.js';

const tiersOf = (amounts: (string | number)[], policy: TierPolicy): string =>
  [
    ...rankAll(
      amounts.map((amount, index) => [`c${index}`, parseAmount(amount)] as const),
      policy,
    ).values(),
  ]
    .map(({ tier }) => tier)
    .join('');

describe('tier policies', () => {
  it('cut ranks at 20 % and 80 %, strictly', () => {
    expect(tiersOf([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], { preset: 'rank-20-60-20' })).toBe('AABBBBBBCC');
    expect(tiersOf([1], { preset: 'rank-20-60-20' })).toBe('A');
    expect(tiersOf([5, 5, 5, 5, 5, 0, -3], { preset: 'rank-20-60-20' })).toBe('AAAAA');
  });

  it('cut revenue at 80 % and 95 %, by the money strictly ahead', () => {
    expect(tiersOf([80, 15, 5], { preset: 'revenue-80-15-5' })).toBe('ABC');
    expect(tiersOf(['79.99', '15.01', 5], { preset: 'revenue-80-15-5' })).toBe('AAC');
  });

  it('move one tier down who misses a minimum amount', () => {
    const policy: TierPolicy = {
      preset: 'custom',
      basis: 'rank',
      cuts: [0.5, 0.9],
      minimumAmounts: { A: '100', B: '10' },
    };
    expect(tiersOf([120, 50, 9, 8], policy)).toBe('ABCC');
    expect(tiersOf([9, 8], policy)).toBe('CC');
  });

  it('say every fault at once', () => {
    expect(validateTierPolicy({ preset: 'rank-20-60-20' })).toEqual([]);
    const wrong = { preset: 'custom', basis: 'luck', cuts: [2, 'x'], minimumAmounts: { A: '-1', B: '1,0' } };
    expect(validateTierPolicy(wrong as unknown as TierPolicy)).toHaveLength(5);
    expect(() => resolveTierPolicy({ preset: 'custom', basis: 'rank', cuts: [0.8, 0.2] })).toThrow(/cuts\[0\]/);
    const swapped: TierPolicy = {
      preset: 'custom',
      basis: 'rank',
      cuts: [0.2, 0.8],
      minimumAmounts: { A: '1', B: '2' },
    };
    expect(validateTierPolicy(swapped)).toEqual(['minimumAmounts.A must not be less than minimumAmounts.B']);
  });
});
