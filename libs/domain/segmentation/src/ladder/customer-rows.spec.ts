import { describe, expect, it } from '@jest/globals';
import type { Amount } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { CustomerRows } from './customer-rows.js';
import { LadderFilling } from './ladder-filling.js';
import { rankAll } from './rank-all.js';
import { runSteps } from './run-steps.js';
import { TierLadder } from './tier-ladder.js';

const policy = { preset: 'rank-20-60-20' } as const;
const customer = fc.integer({ min: 0, max: 9 }).map(String);
const amount = fc.bigInt(0n, 6n);
const entries = fc.array(fc.tuple(customer, amount), { maxLength: 30 });
const moves = fc.array(fc.tuple(fc.nat(2), customer, amount), { maxLength: 60 });

describe('customers that ladders share', () => {
  it('1. leave each ladder as if it had them alone, whoever comes to one, leaves another and returns', () => {
    fc.assert(
      fc.property(fc.tuple(entries, entries, entries), moves, (begun, moved) => {
        const customers = new CustomerRows();
        const plain = begun.map((list) => new Map(list));
        const ladders = begun.map((list) => {
          const filling = new LadderFilling(customers);
          for (const [id, one] of list) filling.add(id, one);
          const ladder = new TierLadder(policy);
          runSteps(ladder.takeUp(filling));
          return ladder;
        });
        for (const [index, id, one] of moved) {
          ladders[index]!.set(id, one);
          plain[index]!.set(id, one);
        }
        for (const [index, ladder] of ladders.entries()) expect(standing(ladder)).toEqual(ranked(plain[index]!));
      }),
      { numRuns: 500 },
    );
  });

  it('2. have a row for as long as any ladder holds it, which is then free for another', () => {
    const customers = new CustomerRows();
    const [a, b] = [customers.hold('a'), customers.hold('b')];
    expect([a, b, customers.end]).toEqual([1, 2, 3]);
    expect(customers.hold('a')).toBe(a);
    customers.release(a);
    expect(customers.rowOf('a')).toBe(a);
    customers.release(a);
    expect(customers.rowOf('a')).toBeUndefined();
    expect(customers.hold('c')).toBe(a);
    expect([customers.idOf(a), customers.idOf(b), customers.end]).toEqual(['c', 'b', 3]);
  });
});

function standing(ladder: TierLadder) {
  return new Map([...ladder.entries()].map(({ customerId, amount: has, band }) => [customerId, `${has} ${band}`]));
}

function ranked(amounts: ReadonlyMap<string, Amount>) {
  return new Map([...rankAll(amounts, policy)].map(([id, { amount: has, tier }]) => [id, `${has} ${tier}`]));
}
