import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Profile, Transition } from '@orderweave/contracts';
import { sampleTransition } from '@orderweave/domain-notification/testing';
import type { Database } from '@orderweave/postgres';
import fc from 'fast-check';
import { calendarOf } from '../testing/calendars.js';
import { migratedPostgres } from '../testing/migrated-postgres.js';
import { receivedTransitions } from '../testing/received-transitions.js';
import { noteOwners } from './customer-owner.store.js';
import { customersOf, readClose } from './customer-tier.store.js';
import { noteTiers } from './note-tiers.js';

const months = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06'];
const tiers = fc.constantFrom('A', 'B', 'C', 'D');
const change = fc.oneof(
  fc.record({
    kind: fc.constant('tier' as const),
    basis: fc.constantFrom('live' as const, 'final' as const, 'restated' as const),
    month: fc.constantFrom(...months),
    from: tiers,
    to: tiers,
  }),
  fc.constant({ kind: 'risk' as const, effectiveAt: '2026-03-10T00:00:00Z' }),
);
const told = fc.array(fc.tuple(fc.nat(2), fc.constantFrom('li.wei', 'zhang.min'), change), { maxLength: 30 });

describe('what transitions tell of tiers', () => {
  let database: Database;
  let end: () => Promise<void>;
  beforeAll(async () => {
    ({ database, end } = await migratedPostgres());
  });
  afterAll(() => end());

  const note = (transitions: readonly Transition[]) => {
    const handler = noteTiers(
      async () => undefined,
      calendarOf,
      async () => undefined,
    );
    const context = { topic: 'x', partition: 0, epoch: '1' };
    return database.transaction((tx) => handler(receivedTransitions(transitions), tx, context));
  };

  it('is the same in whatever batches it comes, and when all of it comes again', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(told, fc.integer({ min: 1, max: 7 }), fc.boolean(), async (list, size, again) => {
        const tenant = `run-${++run}`;
        const all = list.map(([customer, owner, given], index) =>
          sampleTransition({
            ...{ id: `t-${index}`, tenant, customerId: `c-${customer}`, effectiveAt: '2026-02-10T00:00:00Z' },
            ...{ customer: { identifiers: [], name: `n-${index}`, owner }, ...given },
          }),
        );
        for (let pass = 0; pass < (again ? 2 : 1); pass++)
          for (let at = 0; at < all.length; at += size) await note(all.slice(at, at + size));
        const stored = [
          ...(await customersOf(database, tenant, 'li.wei')),
          ...(await customersOf(database, tenant, 'zhang.min')),
        ];
        expect(stored.sort((a, b) => (a.customerId < b.customerId ? -1 : 1))).toEqual(plain(all));
        const finals = all.filter(({ basis }) => basis === 'final').map(({ month }) => month!);
        expect(await readClose(database, tenant)).toBe(finals.sort().at(-1) ?? null);
      }),
      { numRuns: 40 },
    );
  });

  it('does not change whose a customer is once there is a profile; of profiles the newest counts', async () => {
    const tenant = 'owners';
    const of = (owner: string, name: string) =>
      sampleTransition({ tenant, customer: { identifiers: [], name, owner } });
    const profile = (version: number, owner: string, customerId = 'c-1') => {
      return { tenant, customerId, version, identifiers: [], owner };
    };
    const owners = (...profiles: Profile[]) => database.transaction((tx) => noteOwners(tx, profiles));
    await note([of('a', 'A')]);
    await note([of('b', 'B')]);
    expect(await customersOf(database, tenant, 'b')).toMatchObject([{ name: 'B' }]);
    expect(await owners(profile(2, 'c'), profile(1, 'c', 'c-2'))).toEqual([
      { tenant, customerId: 'c-1', from: 'b', to: 'c' },
    ]);
    expect(await owners(profile(1, 'd'))).toEqual([]);
    await note([of('b', 'B2')]);
    expect(await customersOf(database, tenant, 'c')).toMatchObject([
      { customerId: 'c-1', name: 'B', knownSince: '2026-03' },
      { customerId: 'c-2', name: null, knownSince: '9999-12' },
    ]);
    expect(await owners(profile(3, 'd'))).toEqual([{ tenant, customerId: 'c-1', from: 'c', to: 'd' }]);
  });

  it('leaves out of a plan who has become part of another customer', async () => {
    await note([sampleTransition({ tenant: 'merged', customerId: 'old' }), sampleTransition({ tenant: 'merged' })]);
    await database.pool.query(
      `INSERT INTO customer_alias (tenant, customer_id, version, merged_into, holder) VALUES ('merged', 'old', 1, 'c-1', 'c-1')`,
    );
    expect((await customersOf(database, 'merged', 'li.wei')).map(({ customerId }) => customerId)).toEqual(['c-1']);
  });
});

/** What is known of each customer, read off the whole history at once. */
function plain(all: readonly Transition[]) {
  return [...new Set(all.map(({ customerId }) => customerId))].sort().map((customerId) => {
    const own = all.filter((one) => one.customerId === customerId);
    const of = (basis: string) => own.filter((one) => one.kind === 'tier' && one.basis === basis);
    const since = own.map((one) =>
      one.kind !== 'tier' || one.basis === 'restated' ? one.effectiveAt.slice(0, 7) : one.month!,
    );
    const newest = of('final')
      .map(({ month }) => month!)
      .sort()
      .at(-1);
    const final = of('final').findLast(({ month }) => month === newest);
    const live = [...new Map(of('live').map(({ month, to }) => [month!, to]))].sort(([a], [b]) => (a < b ? 1 : -1));
    return {
      ...{ customerId, name: own.at(-1)!.customer.name, owner: own.at(-1)!.customer.owner },
      knownSince: since.sort()[0],
      change: final ? { month: final.month, from: final.from, to: final.to } : null,
      live: Object.fromEntries(live.slice(0, 4)),
    };
  });
}
