import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Transition } from '@orderweave/contracts';
import { parseDay, startOfDay } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { buildActivity } from '../testing/build-activity.js';
import { SegmentationRig, TENANT } from '../testing/segmentation-rig.js';
import { keepTransitions } from './transition.store.js';
import { TransitionReader } from './transition-reader.js';
import type { TransitionsQuery } from './transitions-query.js';

const DAY = parseDay('2026-03-02');
const ZONE = 'Asia/Shanghai';

describe('the list of transitions', () => {
  let rig: SegmentationRig;
  let reader: TransitionReader;
  beforeAll(async () => {
    rig = await SegmentationRig.start();
    reader = new TransitionReader(rig.database, rig.policies);
  });
  afterAll(() => rig.stop());
  const keep = (all: readonly Transition[]) => rig.database.transaction((tx) => keepTransitions(tx, all));
  beforeEach(() => rig.clear());

  /** All pages of a list. */
  async function list(asked: Partial<TransitionsQuery> = {}, owner: string | null = null) {
    const limit = asked.limit ?? 100;
    const items = [];
    for (let cursor: string | undefined; ;) {
      const page = await reader.list(TENANT, { ...asked, limit, ...(cursor && { cursor }) }, owner);
      expect(page.items.length).toBeLessThanOrEqual(limit);
      items.push(...page.items);
      if (page.next === null) return items;
      cursor = page.next;
    }
  }

  it('1. holds what was published, word for word, and who the customers are by now', async () => {
    await rig.turnTo(DAY);
    await rig.ledger([
      { tenant: TENANT, customerId: 'a', version: 1, identifiers: ['email:a@b.com'], name: 'Ann', owner: 'li.wei' },
      buildActivity({ customerId: 'a', order: 'web/1', day: DAY, amount: '120.5' }),
      buildActivity({ customerId: 'b', order: 'web/2', day: DAY - 2, amount: '50' }),
    ]);
    await rig.moveLadder();
    await rig.turnTo(DAY + 70);
    const published = new Map(rig.transitions.map((transition) => [transition.id, transition]));
    const listed = await list();
    expect(published.size).toBeGreaterThan(6);
    expect(listed.map(({ id }) => id).sort()).toEqual([...published.keys()].sort());
    for (const { name, owner, ...told } of listed) {
      const { customer: _, tenant: __, ...transition } = published.get(told.id)!;
      expect(told).toEqual(transition);
      expect([name, owner]).toEqual(told.customerId === 'a' ? ['Ann', 'li.wei'] : [null, null]);
    }
    expect((await list({}, 'li.wei')).every(({ customerId }) => customerId === 'a')).toBe(true);
    expect(await list({ customer: 'b' }, 'li.wei')).toEqual([]);
    await expect(list({ since: '2026-02-30' })).rejects.toMatchObject({ parts: { status: 400 } });
  });

  it('2. filters and pages as a plain list does', async () => {
    const transition = fc.record({
      kind: fc.constantFrom<Transition['kind'][]>('tier', 'risk', 'segment', 'signal'),
      customerId: fc.constantFrom('a', 'b'),
      from: fc.constantFrom(null, 'A', 'B', 'healthy', 'seg_1'),
      to: fc.constantFrom(null, 'A', 'B', 'returns-rise', 'seg_1'),
      cause: fc.constantFrom<Transition['cause']['type'][]>('order', 'deadline', 'model'),
      // Many at one instant, and on both sides of midnights.
      at: fc.integer({ min: 0, max: 8 }).map((half) => startOfDay(DAY, ZONE) + half * 43_200_000 - (half % 2)),
    });
    const maybe = <T>(...values: T[]) => fc.constantFrom<T | undefined>(undefined, ...values);
    const query = fc.record({
      kind: maybe<Transition['kind']>('tier', 'risk', 'segment'),
      customer: maybe('a'),
      from: maybe('none', 'A'),
      to: maybe('none', 'B'),
      cause: maybe('order', 'model'),
      since: maybe('2026-03-03'),
      until: maybe('2026-03-03', '2026-03-04'),
      segment: maybe('seg_1'),
      limit: fc.integer({ min: 1, max: 7 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(transition, { maxLength: 30 }),
        fc.array(query, { minLength: 4, maxLength: 4 }),
        async (all, queries) => {
          await rig.rows('DELETE FROM transition');
          const kept = all.map(({ at, cause, ...one }, index): Transition => {
            const because = { inputs: [], orders: [], currency: 'CNY', policyVersion: 'policy-1' };
            const instant = new Date(at).toISOString();
            return {
              ...{
                ...one,
                id: `t-${String((index * 7) % 31).padStart(2, '0')}`,
                tenant: TENANT,
                customer: { identifiers: [] },
                because,
              },
              ...{ cause: { type: cause }, effectiveAt: instant, recordedAt: instant, alertable: true },
            };
          });
          if (kept.length > 0) await keep(kept);
          await keep(kept.slice(0, 3));
          const sorted = kept.sort((a, b) => (a.effectiveAt + a.id < b.effectiveAt + b.id ? 1 : -1));
          for (const { limit, ...asked } of queries) {
            const wanted = sorted.filter(
              (one) =>
                (asked.kind ?? one.kind) === one.kind &&
                (asked.customer ?? one.customerId) === one.customerId &&
                (asked.from ?? one.from ?? 'none') === (one.from ?? 'none') &&
                (asked.to ?? one.to ?? 'none') === (one.to ?? 'none') &&
                (asked.cause ?? one.cause.type) === one.cause.type &&
                (asked.segment === undefined ||
                  (one.kind === 'segment' && [one.from, one.to].includes(asked.segment))) &&
                (asked.since === undefined || Date.parse(one.effectiveAt) >= startOfDay(parseDay(asked.since), ZONE)) &&
                (asked.until === undefined ||
                  Date.parse(one.effectiveAt) < startOfDay(parseDay(asked.until) + 1, ZONE)),
            );
            expect((await list({ ...asked, limit })).map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('3. says of a risk that ended with the last order that no order counts any more', async () => {
    await rig.turnTo(DAY);
    const order = (ago: number, more = {}) =>
      buildActivity({ customerId: 'a', order: `web/${ago}`, day: DAY - ago, amount: '10', ...more });
    await rig.ledger([order(30), order(20), order(10)]);
    await rig.turnTo(DAY + 60);
    expect((await list({ kind: 'risk' }))[0]).toMatchObject({ to: 'at-risk' });
    const cancelled = { version: 2, status: 'cancelled', counts: false, purchase: false } as const;
    await rig.ledger([order(30, cancelled), order(20, cancelled), order(10, cancelled)]);
    const ended = (await list({ kind: 'risk' })).find(({ to }) => to === null);
    expect(ended).toMatchObject({ from: 'at-risk', to: null, cause: { type: 'order' } });
    expect(ended!.because.inputs).toEqual([{ name: 'purchase-days', value: 0, unit: 'purchase-days' }]);
  });

  it('4. holds once what is told twice, however often one transaction tells, with few subtransactions', async () => {
    await rig.turnTo(DAY);
    await rig.ledger([buildActivity({ customerId: 'a', order: 'web/1', day: DAY, amount: '10' })]);
    const one = rig.transitions[0]!;
    await rig.rows('DELETE FROM transition');
    const attempts = await rig.database.transaction(async (tx) => {
      for (let n = 0; n < 80; n++) await keepTransitions(tx, [{ ...one, id: `t-${n >> 1}` }]);
      return tx.attempts;
    });
    expect(attempts).toBeLessThan(64);
    expect(new Set((await list()).map(({ id }) => id)).size).toBe(40);
    expect(await rig.rows('SELECT FROM transition')).toHaveLength(40);
  });
});
