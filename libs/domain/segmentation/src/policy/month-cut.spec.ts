import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rankAll } from '../ladder/rank-all.js';
import type { TierPolicy } from '../ladder/tier-policy.js';
import { MonthCut } from './month-cut.js';

const share = fc.integer({ min: 0, max: 20 }).map((twentieth) => twentieth / 20);
const policies: fc.Arbitrary<TierPolicy> = fc.oneof(
  fc.constantFrom<TierPolicy>({ preset: 'rank-20-60-20' }, { preset: 'revenue-80-15-5' }),
  fc.record({
    preset: fc.constant('custom' as const),
    basis: fc.constantFrom('rank', 'revenue'),
    cuts: fc.tuple(share, share).map(([a, b]): [number, number] => (a < b ? [a, b] : [b, a])),
    minimumAmounts: fc
      .tuple(fc.nat(12), fc.nat(12))
      .map(([a, b]) => ({ A: `${Math.max(a, b)}e-12`, B: `${Math.min(a, b)}e-12` })),
  }),
);

it('gives every amount the tier of the full ranking', () => {
  fc.assert(
    fc.property(policies, fc.array(fc.bigInt({ min: -3n, max: 12n }), { maxLength: 40 }), (policy, amounts) => {
      const positive = amounts.filter((amount) => amount > 0n);
      const sum = positive.reduce((total, amount) => total + amount, 0n);
      const cut = new MonthCut(policy, { customers: positive.length, amount: sum });
      for (const amount of [...new Set(positive)].sort((a, b) => (a < b ? 1 : -1))) {
        cut.add(amount, positive.filter((one) => one === amount).length);
      }
      const tierOf = cut.tiers();
      const ranks = rankAll(
        amounts.map((amount, index) => [String(index), amount] as const),
        policy,
      );
      amounts.forEach((amount, index) => expect(tierOf(amount)).toBe(ranks.get(String(index))?.tier ?? 'D'));
      expect(tierOf(undefined)).toBe('D');
    }),
    { numRuns: 500 },
  );
});
