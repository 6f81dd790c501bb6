import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Transition } from '@orderweave/contracts';
import { parseDay, startOfDay } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { TenantMoments } from '../models/tenant-moments.js';
import { SegmentationRig, TENANT } from '../testing/segmentation-rig.js';
import { readTransitionDays, TransitionRetention } from './transition-retention.js';
import { keepTransitions } from './transition.store.js';

const DAY = parseDay('2026-03-02');
const NOW = startOfDay(DAY, 'Asia/Shanghai');
const DAYS = 100;
const DAY_MS = 86_400_000;

describe('how long transitions are kept', () => {
  let rig: SegmentationRig;
  beforeAll(async () => void (rig = await SegmentationRig.start()));
  afterAll(() => rig.stop());
  const keep = (all: readonly Transition[]) => rig.database.transaction((tx) => keepTransitions(tx, all));
  beforeEach(() => rig.clear());

  const retention = (page: number) =>
    new TransitionRetention(rig.database, rig.policies, new TenantMoments(rig.policies, () => 0), { days: DAYS, page });
  const transition = (one: Pick<Transition, 'id' | 'kind' | 'customerId'>, at: number): Transition => {
    const instant = new Date(at).toISOString();
    const because = { inputs: [], orders: [], currency: 'CNY', policyVersion: 'policy-1' };
    return {
      ...{ ...one, tenant: TENANT, customer: { identifiers: [] }, from: null, to: 'A', because },
      ...{ cause: { type: 'order' }, effectiveAt: instant, recordedAt: instant, alertable: true },
    };
  };
  const kept = async () =>
    (await rig.rows<{ id: string }>('SELECT id FROM transition ORDER BY id')).map(({ id }) => id);

  it('1. drops what is older by the tenant’s clock, but never the last of a kind of a customer', async () => {
    const drawn = fc.record({
      kind: fc.constantFrom<Transition['kind'][]>('tier', 'risk', 'rfm'),
      customerId: fc.constantFrom('a', 'b', 'c'),
      // Many at one instant, and about the limit.
      ago: fc.oneof(
        fc.integer({ min: 0, max: 20 }).map((tens) => tens * 10 * DAY_MS),
        fc.constantFrom(-1, 0, 1),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(drawn, { maxLength: 25 }), fc.integer({ min: 1, max: 5 }), async (all, page) => {
        await rig.rows('DELETE FROM transition');
        await rig.turnTo(DAY);
        const limit = NOW - DAYS * DAY_MS;
        const at = (ago: number) => (Math.abs(ago) <= 1 ? limit + ago : NOW - ago);
        const told = all.map(({ ago, ...one }, index) =>
          transition({ ...one, id: `t-${100 + ((index * 7) % 31)}` }, at(ago)),
        );
        if (told.length > 0) await keep(told);
        const later = (a: Transition, b: Transition) => a.effectiveAt + a.id > b.effectiveAt + b.id;
        const wanted = told.filter(
          (one) =>
            Date.parse(one.effectiveAt) >= limit ||
            !told.some((other) => other.kind === one.kind && other.customerId === one.customerId && later(other, one)),
        );
        expect(await retention(page).sweep()).toBe(told.length - wanted.length);
        expect(await kept()).toEqual(wanted.map(({ id }) => id).sort());
      }),
      { numRuns: 25 },
    );
  });

  it('2. keeps one of those that were the last at one instant', async () => {
    const atOnce = (id: string, more: object = {}) =>
      transition({ id, kind: 'tier', customerId: 'a', ...more }, NOW - 150 * DAY_MS);
    await rig.turnTo(DAY);
    await keep([atOnce('a'), atOnce('c'), atOnce('b'), atOnce('d', { kind: 'risk' })]);
    expect(await retention(1).sweep()).toBe(2);
    expect(await kept()).toEqual(['c', 'd']);
  });

  it('3. looks again when the clock has moved a week', async () => {
    const sweeper = retention(10);
    const old = (id: string, ago: number) => transition({ id, kind: 'tier', customerId: 'a' }, NOW - ago * DAY_MS);
    await rig.turnTo(DAY);
    await keep([old('a', 99), old('b', 98), old('c', 1)]);
    expect(await sweeper.sweep()).toBe(0);
    await rig.turnTo(DAY + 6);
    expect(await sweeper.sweep()).toBe(0);
    await rig.turnTo(DAY + 7);
    expect(await sweeper.sweep()).toBe(2);
    expect(await kept()).toEqual(['c']);
  });

  it('4. is two years unless told, and a quarter at least', () => {
    expect(readTransitionDays({})).toBe(730);
    expect(readTransitionDays({ TRANSITION_DAYS: '90' })).toBe(90);
    for (const wrong of ['89', '1.5', 'long']) {
      expect(() => readTransitionDays({ TRANSITION_DAYS: wrong })).toThrow('from 90 to 36500');
    }
  });
});
