import { describe, expect, it } from '@jest/globals';
import type { Amount } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { ValueLadder } from './value-ladder.js';
import { DEFAULT_VALUE_POLICY, validateValuePolicy, type ValueBand } from './value-policy.js';

const batches = fc.array(
  fc.array(fc.tuple(fc.integer({ min: 0, max: 25 }).map(String), fc.bigInt(-2n, 12n)), { maxLength: 20 }),
  { maxLength: 6 },
);

/** Section 5 of the domain, word by word. */
function recount(amounts: ReadonlyMap<string, Amount>): Map<string, ValueBand> {
  const positive = [...amounts].filter(([, amount]) => amount > 0n);
  return new Map(
    positive.map(([id, amount]) => {
      const ahead = positive.filter(([, other]) => other > amount).length / positive.length;
      return [id, ahead < 0.15 ? 'high' : ahead < 0.5 ? 'mid' : 'low'];
    }),
  );
}

describe('ValueLadder', () => {
  it('reports exactly who crossed, as two recounts differ', () => {
    fc.assert(
      fc.property(batches, (all) => {
        const ladder = new ValueLadder();
        const amounts = new Map<string, Amount>();
        for (const batch of all) {
          const before = recount(amounts);
          for (const [id, amount] of batch) {
            ladder.set(id, amount);
            amounts.set(id, amount);
          }
          const now = recount(amounts);
          const crossed = [...amounts.keys()].filter((id) => before.get(id) !== now.get(id)).sort();
          const changes = ladder.settle();
          expect(changes.map(({ customerId }) => customerId).sort()).toEqual(crossed);
          for (const { customerId, from, to } of changes) {
            expect([from, to]).toEqual([before.get(customerId) ?? null, now.get(customerId) ?? null]);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('cuts strictly below 15 % and 50 %, and leaves out who has nothing', () => {
    const ladder = new ValueLadder();
    ladder.rebuild(Array.from({ length: 22 }, (_, index) => [`c${index}`, BigInt(20 - index)] as const));
    expect(ladder.boundaries().map(({ band, customers }) => [band, customers])).toEqual([
      ['high', 3],
      ['mid', 7],
      ['low', 10],
    ]);
    expect(ladder.bandOf('c20')).toBeNull();
    expect(ladder.amountToReach('c20', 'high')).toBe(17n);
  });

  it('says every fault of a policy', () => {
    expect(validateValuePolicy(DEFAULT_VALUE_POLICY)).toEqual([]);
    expect(validateValuePolicy({ windowDays: 0.5, cuts: [0.6, 0.5] })).toEqual([
      'cuts[0] must not exceed cuts[1]',
      'windowDays must be a whole number, 1 or more',
    ]);
  });
});
