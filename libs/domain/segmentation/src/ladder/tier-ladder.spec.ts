import { describe, expect, it } from '@jest/globals';
import { parseAmount, type Amount } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import type { BandChange } from './ladder-bands.js';
import { rankAll, type Rank } from './rank-all.js';
import { TierLadder } from './tier-ladder.js';
import type { TierPolicy } from './tier-policy.js';
import type { LadderTier } from './tier.js';

const POLICIES: TierPolicy[] = [
  { preset: 'rank-20-60-20' },
  { preset: 'revenue-80-15-5' },
  {
    preset: 'custom',
    basis: 'rank',
    cuts: [0.333333333333, 0.5],
    minimumAmounts: { A: '0.00000000002', B: '0.000000000005' },
  },
  { preset: 'custom', basis: 'revenue', cuts: [0.1, 1], minimumAmounts: { B: '0.000000000007' } },
  { preset: 'custom', basis: 'rank', cuts: [0, 0.1] },
  { preset: 'custom', basis: 'revenue', cuts: [0, 0], minimumAmounts: { A: '1' } },
];

type TierChange = BandChange<LadderTier>;

const policies = fc.constantFrom(...POLICIES);
// Few small amounts for ties, and large ones that no double holds.
const amounts = fc.oneof(
  { weight: 6, arbitrary: fc.bigInt(-3n, 12n) },
  { weight: 2, arbitrary: fc.bigInt(1n, 400n) },
  { weight: 1, arbitrary: fc.bigInt(2n ** 53n - 3n, 2n ** 53n + 6n) },
  { weight: 1, arbitrary: fc.bigInt(2n ** 80n, 2n ** 80n + 4n) },
);
const sets = (customers: number, length: number): fc.Arbitrary<[string, Amount][]> =>
  fc.array(fc.tuple(fc.integer({ min: 0, max: customers - 1 }).map(String), amounts), { maxLength: length });

function diff(before: Map<string, Amount>, after: Map<string, Amount>, policy: TierPolicy): TierChange[] {
  const [old, now] = [rankAll(before, policy), rankAll(after, policy)];
  const changes = [...new Set([...old.keys(), ...now.keys()])].map((customerId) => ({
    customerId,
    from: old.get(customerId)?.tier ?? null,
    to: now.get(customerId)?.tier ?? null,
    amountBefore: old.get(customerId)?.amount ?? 0n,
    amountAfter: now.get(customerId)?.amount ?? 0n,
  }));
  return sorted(changes.filter(({ from, to }) => from !== to));
}

function sorted(changes: TierChange[]): TierChange[] {
  return changes.toSorted((a, b) => (a.customerId < b.customerId ? -1 : 1));
}

function line(
  customerId: string,
  { amount, tier, customersAhead }: Pick<Rank, 'amount' | 'tier' | 'customersAhead'>,
): string {
  return `${customerId} ${amount} ${tier} ${customersAhead}`;
}

describe('TierLadder', () => {
  it('settles exactly the difference between two full recomputes', () => {
    fc.assert(
      fc.property(policies, fc.array(sets(40, 30), { maxLength: 8 }), (policy, batches) => {
        const ladder = new TierLadder(policy);
        const state = new Map<string, Amount>();
        for (const batch of batches) {
          const before = new Map(state);
          for (const [id, amount] of batch) {
            const had = state.get(id);
            expect(ladder.set(id, amount)).toBe(had !== undefined && had > 0n ? had : undefined);
            state.set(id, amount);
          }
          expect(sorted(ladder.settle())).toEqual(diff(before, state, policy));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('stays exact through thousands of customers, with nodes splitting and joining', () => {
    for (const policy of POLICIES.slice(0, 4)) {
      const ladder = new TierLadder(policy);
      const state = new Map<string, Amount>();
      let seed = 7;
      const random = (below: number): number => {
        seed = (seed * 48_271) % 2_147_483_647;
        return seed % below;
      };
      for (let batch = 0; batch < 8; batch++) {
        const before = new Map(state);
        for (let index = 0; index < 2000; index++) {
          const id = `c${random(3000)}`;
          const gone = batch > 3 && batch < 6 ? random(10) < 8 : random(10) < 1;
          const amount = gone ? 0n : BigInt(1 + random(900) ** 2);
          ladder.set(id, amount);
          state.set(id, amount);
        }
        expect(sorted(ladder.settle())).toEqual(diff(before, state, policy));
        const told = [...ladder.entries()].map((entry) => line(entry.customerId, { ...entry, tier: entry.band }));
        const plain = [...rankAll(state, policy)].map(([id, rank]) => line(id, rank));
        expect(told.toSorted().join('\n')).toBe(plain.toSorted().join('\n'));
      }
    }
  });

  it('answers like a full recompute, after single changes and after a rebuild', () => {
    fc.assert(
      fc.property(policies, sets(30, 60), fc.boolean(), (policy, entries, atOnce) => {
        const ladder = new TierLadder(policy);
        if (atOnce) ladder.rebuild(entries);
        else for (const [id, amount] of entries) ladder.set(id, amount);
        const state = new Map(entries);
        const ranks = rankAll(state, policy);
        for (const id of state.keys()) {
          const rank = ranks.get(id);
          expect(ladder.bandOf(id)).toBe(rank?.tier ?? null);
          expect(ladder.amountOf(id)).toBe(rank?.amount);
          expect(ladder.aheadOf(id)).toEqual(rank && { customers: rank.customersAhead, amount: rank.amountAhead });
        }
        expect(ladder.size).toBe(ranks.size);
        expect(ladder.total).toBe([...ranks.values()].reduce((sum, { amount }) => sum + amount, 0n));
        const inTier = (tier: LadderTier): Amount[] =>
          [...ranks.values()].filter((rank) => rank.tier === tier).map(({ amount }) => amount);
        expect(ladder.boundaries()).toEqual(
          (['A', 'B', 'C'] as const).map((tier) => ({
            band: tier,
            customers: inTier(tier).length,
            amount: inTier(tier).reduce((sum, amount) => sum + amount, 0n),
            lowestAmount: inTier(tier).at(-1) ?? null,
          })),
        );
        if (atOnce) expect(ladder.settle()).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('names the least amount that reaches a tier: enough, and not a unit too much', () => {
    fc.assert(
      fc.property(policies, sets(12, 24), fc.constantFrom('A', 'B', 'C'), (policy, entries, tier) => {
        const state = new Map(entries);
        const ladder = new TierLadder(policy);
        ladder.rebuild(state);
        for (const id of [...state.keys(), 'somebody new']) {
          const now = ladder.amountOf(id) ?? 0n;
          const more = ladder.amountToReach(id, tier);
          const reaches = (amount: Amount): boolean => {
            const got = rankAll(new Map([...state, [id, amount]]), policy).get(id)?.tier;
            return got !== undefined && got <= tier;
          };
          if (more === null) expect(reaches(2n ** 100n)).toBe(false);
          else {
            expect(reaches(now + more)).toBe(true);
            if (more > 0n) expect(reaches(now + more - 1n)).toBe(false);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('says nothing of what was undone', () => {
    fc.assert(
      fc.property(policies, sets(20, 40), sets(20, 20), (policy, entries, tries) => {
        const ladder = new TierLadder(policy);
        ladder.rebuild(entries);
        const before = [...ladder.entries()];
        const undo = tries.map(([id, amount]) => [id, ladder.set(id, amount)] as const);
        for (const [id, amount] of undo.toReversed()) ladder.set(id, amount ?? 0n);
        expect(ladder.settle()).toEqual([]);
        expect([...ladder.entries()]).toEqual(before);
      }),
    );
  });

  it('says of who stands just above a boundary how much less would hold the tier, and not a unit less', () => {
    fc.assert(
      fc.property(policies, sets(12, 24), fc.constantFrom('A', 'B', 'C'), (policy, entries, tier) => {
        const state = new Map(entries);
        const ladder = new TierLadder(policy);
        ladder.rebuild(state);
        const tierWith = (id: string, amount: Amount) =>
          rankAll(new Map([...state, [id, amount]]), policy).get(id)?.tier ?? 'D';
        for (const { customerId, amount, distance } of ladder.nearest(tier, 3).above) {
          expect(tierWith(customerId, amount - distance!) <= tier).toBe(true);
          expect(tierWith(customerId, amount - distance! - 1n) <= tier).toBe(false);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('knows who stands next to a boundary', () => {
    const ladder = new TierLadder({ preset: 'rank-20-60-20' });
    ladder.rebuild(Array.from({ length: 10 }, (_, index) => [`c${index}`, parseAmount(100 - index)] as const));
    const neighbour = (index: number, distance: number) => {
      return { customerId: `c${index}`, amount: parseAmount(100 - index), distance: parseAmount(distance) };
    };
    // c1 and c0 need one unit more than 98, or as much as c2: a tie at the boundary lets both in.
    expect(ladder.nearest('A', 2)).toEqual({
      above: [neighbour(1, 1), neighbour(0, 2)],
      below: [neighbour(2, 1), neighbour(3, 2)],
    });
    expect(ladder.nearest('B', 1).below).toEqual([neighbour(8, 1)]);
    expect(ladder.nearest('C', 5).below).toEqual([]);
    expect(ladder.amountToReach('c2', 'A')).toBe(parseAmount(1)); // level with c1, whose tier it then shares
  });

  it('needs the way out of the red as well', () => {
    const ladder = new TierLadder({ preset: 'rank-20-60-20' });
    ladder.rebuild([['a', parseAmount('50')]]);
    ladder.set('b', parseAmount('-20'));
    expect(ladder.amountToReach('b', 'A', parseAmount('-20'))).toBe(parseAmount('70'));
  });

  it('refuses an amount that it could not keep exactly, and stays as it was', () => {
    const ladder = new TierLadder({ preset: 'rank-20-60-20' });
    expect(() => ladder.set('a', 2n ** 106n)).toThrow(RangeError);
    expect(ladder.settle()).toEqual([]);
    ladder.set('a', 2n ** 106n - 1n);
    expect(ladder.amountOf('a')).toBe(2n ** 106n - 1n);
  });
});
