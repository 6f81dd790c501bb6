import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RfmLadder, type RfmMeasures } from './rfm-ladder.js';
import type { RfmScores } from './rfm-policy.js';

const measures = fc.record({
  lastPurchaseOn: fc.integer({ min: -3, max: 8 }),
  purchaseDays: fc.integer({ min: 1, max: 6 }),
  netAmount: fc.oneof(fc.bigInt(-4n, 9n), fc.bigInt(2n ** 70n, 2n ** 70n + 3n)),
});
const batches = fc.array(
  fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }).map(String), fc.option(measures)), { maxLength: 20 }),
  { maxLength: 6 },
);

/** Section 5 of the domain, word by word. */
function recount(all: ReadonlyMap<string, RfmMeasures>): Map<string, RfmScores> {
  const others = [...all.values()];
  const score = (better: (other: RfmMeasures) => boolean) =>
    (5 - Math.floor((5 * others.filter(better).length) / others.length)) as RfmScores['r'];
  return new Map(
    [...all].map(([id, own]) => [
      id,
      {
        r: score(({ lastPurchaseOn }) => lastPurchaseOn > own.lastPurchaseOn),
        f: score(({ purchaseDays }) => purchaseDays > own.purchaseDays),
        m: score(({ netAmount }) => netAmount > own.netAmount),
      },
    ]),
  );
}

describe('RfmLadder', () => {
  it('reports exactly whose scores changed, as two recounts differ, and undoes what is put back', () => {
    fc.assert(
      fc.property(batches, fc.boolean(), (all, rebuilds) => {
        let ladder = new RfmLadder();
        const state = new Map<string, RfmMeasures>();
        for (const batch of all) {
          const before = recount(state);
          const undo = batch.map(([id, now]) => [id, ladder.set(id, now)] as const);
          for (const [id, was] of undo.toReversed()) ladder.set(id, was);
          expect(ladder.settle()).toEqual([]);
          for (const [id, now] of batch) {
            expect(ladder.set(id, now)).toEqual(state.get(id) ?? null);
            if (now) state.set(id, now);
            else state.delete(id);
          }
          const now = recount(state);
          const crossed = [...new Set([...before.keys(), ...now.keys()])]
            .map((customerId) => ({
              customerId,
              from: before.get(customerId) ?? null,
              to: now.get(customerId) ?? null,
            }))
            .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to));
          const byId = (a: { customerId: string }, b: { customerId: string }) => (a.customerId < b.customerId ? -1 : 1);
          expect(ladder.settle().sort(byId)).toEqual(crossed.sort(byId));
          if (rebuilds) {
            ladder = new RfmLadder();
            ladder.rebuild([...state]);
          }
          expect(new Map(ladder.entries())).toEqual(now);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('counts who is strictly better', () => {
    const ladder = new RfmLadder();
    ladder.rebuild([
      ['a', { lastPurchaseOn: 9, purchaseDays: 1, netAmount: -5n }],
      ['b', { lastPurchaseOn: 9, purchaseDays: 3, netAmount: 7n }],
      ['c', { lastPurchaseOn: 2, purchaseDays: 1, netAmount: 7n }],
    ]);
    expect(ladder.aheadOf('c')).toEqual({ r: 2, f: 1, m: 0 });
    expect(ladder.scoresOf('a')).toEqual({ r: 5, f: 4, m: 2 });
    expect(ladder.aheadOf('d')).toBeNull();
    expect(() => ladder.set('d', { lastPurchaseOn: 1, purchaseDays: 1, netAmount: -(2n ** 84n) })).toThrow(RangeError);
    expect(ladder.size).toBe(3);
  });
});
