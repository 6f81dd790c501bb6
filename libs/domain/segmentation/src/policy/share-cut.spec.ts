import { expect, it } from '@jest/globals';
import type { Amount } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { rankAll } from '../ladder/rank-all.js';
import type { TierPolicy } from '../ladder/tier-policy.js';
import { rfmScore } from '../rfm/rfm-policy.js';
import { ValueLadder } from '../value/value-ladder.js';
import { SCORE_CUT, tierCut, valueCut, type CutRule } from './cut-rule.js';
import { ShareCut } from './share-cut.js';

const share = fc.integer({ min: 0, max: 20 }).map((twentieth) => twentieth / 20);
const rising = fc.tuple(share, share).map(([a, b]): [number, number] => (a < b ? [a, b] : [b, a]));
const policies: fc.Arbitrary<TierPolicy> = fc.oneof(
  fc.constantFrom<TierPolicy>({ preset: 'rank-20-60-20' }, { preset: 'revenue-80-15-5' }),
  fc.record({
    preset: fc.constant('custom' as const),
    basis: fc.constantFrom('rank', 'revenue'),
    cuts: rising,
    minimumAmounts: fc
      .tuple(fc.nat(12), fc.nat(12))
      .map(([a, b]) => ({ A: `${Math.max(a, b)}e-12`, B: `${Math.min(a, b)}e-12` })),
  }),
);
const amountsOf = (min: bigint) => fc.array(fc.bigInt({ min, max: 12n }), { maxLength: 40 });

/** Looks bands up after one pass over the amounts that count. */
function cut<Band>({ shares, bandOf }: CutRule<Band>, counted: readonly Amount[]): (amount: Amount) => Band {
  const amount = counted.reduce((total, one) => total + one, 0n);
  const pass = new ShareCut(shares, { customers: counted.length, amount });
  for (const one of [...new Set(counted)].sort((a, b) => (a < b ? 1 : -1))) {
    pass.add(one, counted.filter((other) => other === one).length);
  }
  return bandOf(pass.thresholds());
}
const positive = (amounts: readonly Amount[]) => amounts.filter((amount) => amount > 0n);
const named = (amounts: readonly Amount[]) => amounts.map((amount, index) => [String(index), amount] as const);

it('gives every amount the tier of the full ranking', () => {
  fc.assert(
    fc.property(policies, amountsOf(-3n), (policy, amounts) => {
      const tierOf = cut(tierCut(policy), positive(amounts));
      const ranks = rankAll(named(amounts), policy);
      for (const [id, amount] of named(amounts)) expect(tierOf(amount)).toBe(ranks.get(id)?.tier ?? 'D');
    }),
    { numRuns: 500 },
  );
});

it('gives every amount the value band of the ladder', () => {
  fc.assert(
    fc.property(rising, amountsOf(-3n), (cuts, amounts) => {
      const bandOf = cut(valueCut({ windowDays: 365, cuts }), positive(amounts));
      const ladder = new ValueLadder({ windowDays: 365, cuts });
      ladder.rebuild(named(amounts));
      for (const [id, amount] of named(amounts)) expect(bandOf(amount)).toBe(ladder.bandOf(id));
    }),
  );
});

it('gives every measure the score of its definition, negative ones too', () => {
  fc.assert(
    fc.property(amountsOf(-12n), (amounts) => {
      const scoreOf = cut(SCORE_CUT, amounts);
      for (const amount of amounts) {
        const better = amounts.filter((other) => other > amount).length;
        expect(scoreOf(amount)).toBe(rfmScore(better, amounts.length));
      }
    }),
  );
});
