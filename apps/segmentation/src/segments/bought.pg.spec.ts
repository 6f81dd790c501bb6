import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { goodsIn, packLines, type Activity, type ActivityLine, type Profile } from '@orderweave/contracts';
import { parseDay, type Day } from '@orderweave/domain-ordering';
import type { SegmentCondition } from '@orderweave/domain-segmentation';
import fc from 'fast-check';
import { TenantMoments } from '../models/tenant-moments.js';
import { buildActivity } from '../testing/build-activity.js';
import { SegmentationRig, TENANT } from '../testing/segmentation-rig.js';
import { notingNews } from './note-news.js';
import { SegmentEditor } from './segment-editor.js';
import { SegmentSweeper } from './segment-sweeper.js';

const START = parseDay('2026-03-02');
const AUTHOR = { tenant: TENANT, name: 'ana' };
const SKUS = ['TEA-250', 'POT\t1', 'back\\slash'] as const;
const CATEGORIES: Readonly<Record<string, string | undefined>> = { 'TEA-250': 'tea', 'POT\t1': 'pots' };

/** A condition, and the same told by a plain look at all that a customer has recorded. */
interface Asked {
  readonly name: string;
  readonly condition: SegmentCondition;
  readonly plain: (of: Known, day: Day) => boolean;
}

/** What is in force of a customer. */
interface Known {
  readonly orders: readonly { readonly day: Day; readonly skus: readonly string[]; readonly channel: string }[];
  readonly profile: Profile | undefined;
}

const times = (of: Known, within: (day: Day) => boolean, sku: string): number =>
  of.orders.filter(({ day, skus }) => within(day) && skus.includes(sku)).length;
const trailing = (today: Day, days: number) => (day: Day) => day > today - days && day <= today;
const ever = (today: Day) => (day: Day) => day <= today;

const ASKED: readonly Asked[] = [
  {
    name: 'no tea in 10 days',
    condition: { orders: { product: 'TEA-250', withinDays: 10, atMost: 0 } },
    plain: (of, today) => times(of, trailing(today, 10), 'TEA-250') === 0,
  },
  {
    name: 'pots twice in 25 days',
    condition: { orders: { product: 'POT\t1', withinDays: 25, atLeast: 2 } },
    plain: (of, today) => times(of, trailing(today, 25), 'POT\t1') >= 2,
  },
  {
    name: 'tea before, none in 15 days, though others are bought',
    condition: {
      and: [
        { orders: { category: 'tea', atLeast: 1 } },
        { orders: { category: 'tea', withinDays: 15, atMost: 0 } },
        { orders: { withinDays: 15, atLeast: 1 } },
      ],
    },
    plain: (of, today) =>
      times(of, ever(today), 'TEA-250') > 0 &&
      times(of, trailing(today, 15), 'TEA-250') === 0 &&
      of.orders.some(({ day }) => trailing(today, 15)(day)),
  },
  {
    name: 'bought what is called oddly, never a pot',
    condition: {
      and: [
        { attribute: 'products', op: 'in', values: ['back\\slash', 'no such thing'] },
        { attribute: 'categories', op: 'ne', value: 'pots' },
      ],
    },
    plain: (of, today) => times(of, ever(today), 'back\\slash') > 0 && times(of, ever(today), 'POT\t1') === 0,
  },
  {
    name: 'tea at a counter',
    condition: { orders: { product: 'TEA-250', channel: 'pos', withinDays: 40, atLeast: 1 } },
    plain: (of, today) =>
      of.orders.some(
        ({ day, skus, channel }) => channel === 'pos' && skus.includes('TEA-250') && trailing(today, 40)(day),
      ),
  },
  {
    name: 'in the south, or of a large company',
    condition: {
      or: [
        { attribute: 'region', op: 'in', values: ['Guangdong', 'Guangxi'] },
        { attribute: 'country', op: 'eq', value: 'VN' },
      ],
    },
    plain: ({ profile }) =>
      profile !== undefined && (['Guangdong', 'Guangxi'].includes(profile.region ?? '') || profile.country === 'VN'),
  },
];

const step = fc.record({
  turn: fc.constantFrom(0, 1, 3, 12),
  orders: fc.array(
    fc.record({
      customer: fc.constantFrom('a', 'b', 'c'),
      // An order that was there before comes again, as another revision.
      again: fc.option(fc.nat(12), { nil: undefined, freq: 3 }),
      skus: fc.subarray([...SKUS], { minLength: 1 }),
      channel: fc.constantFrom('web', 'pos'),
      ago: fc.constantFrom(0, 0, 2, 14),
      counts: fc.constantFrom(true, true, true, false),
    }),
    { maxLength: 4 },
  ),
  profile: fc.option(
    fc.record({
      customer: fc.constantFrom('a', 'b', 'c'),
      region: fc.constantFrom('Guangdong', 'Hebei', undefined),
      country: fc.constantFrom('CN', 'VN', undefined),
    }),
    { nil: undefined },
  ),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

describe('segments by what was bought, and by whom', () => {
  let rig: SegmentationRig;
  beforeAll(async () => void (rig = await SegmentationRig.start()));
  afterAll(() => rig.stop());

  it('hold exactly those whom a plain look at all orders finds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
        await rig.clear();
        await rig.turnTo(START);
        const editor = new SegmentEditor(rig.database);
        const ids = new Map<string, Asked>();
        for (const asked of ASKED) {
          ids.set((await editor.create(AUTHOR, { name: asked.name, condition: asked.condition })).segment_id, asked);
        }
        const log: Activity[] = [];
        const profiles = new Map<string, Profile>();
        let day = START;
        for (const one of steps) {
          if (one.turn > 0) await rig.turnTo((day += one.turn));
          await record(activitiesOf(one, day, log), profileOf(one, profiles));
          await new SegmentSweeper(rig.database, new TenantMoments(rig.policies, () => 0), () => 0).sweep();
          for (const [id, { name, plain }] of ids) {
            const expected = [...new Set(log.map(({ customerId }) => customerId))]
              .filter((customer) => plain(knownOf(customer, log, profiles), day))
              .sort();
            expect([name, day, await membersOf(id)]).toEqual([name, day, expected]);
          }
        }
      }),
      { numRuns: 5 },
    );
  });

  async function record(activities: readonly Activity[], profile: Profile | undefined): Promise<void> {
    const batch = [...activities, ...(profile ? [profile] : [])];
    await rig.ledger(batch);
    await rig.database.transaction((tx) =>
      notingNews(() => Promise.resolve({}))(batch.map((payload) => ({ payload })) as never, tx, {} as never),
    );
    await rig.moveLadder();
  }

  async function membersOf(id: string): Promise<string[]> {
    const rows = await rig.rows<{ customer_id: string }>(
      'SELECT customer_id FROM segment_member WHERE segment_id = $1 ORDER BY customer_id',
      [id],
    );
    return rows.map(({ customer_id }) => customer_id);
  }
});

function activitiesOf({ orders }: Step, today: Day, log: Activity[]): Activity[] {
  const activities = orders.map(({ customer: customerId, again, skus, channel, ago, counts }) => {
    const before = again === undefined ? undefined : log[again % Math.max(1, log.length)];
    const order = before?.order ?? `${channel}/${log.length + 1}`;
    const version = 1 + Math.max(0, ...log.filter((one) => one.order === order).map((one) => one.version));
    const lines: ActivityLine[] = skus.map((sku) => {
      const category = CATEGORIES[sku];
      return { sku, quantity: '1', net: '10', ...(category !== undefined && { category }) };
    });
    const activity = buildActivity({
      ...{ customerId: before?.customerId ?? customerId, order, version, day: today - ago },
      ...{ amount: counts ? '10' : '0', counts, purchase: counts, ...(counts && { lines: packLines(lines) }) },
      channel: order.split('/')[0]!,
    });
    log.push(activity);
    return activity;
  });
  return activities;
}

function profileOf({ profile }: Step, profiles: Map<string, Profile>): Profile | undefined {
  if (!profile) return undefined;
  const { customer: customerId, region, country } = profile;
  const version = 1 + (profiles.get(customerId)?.version ?? 0);
  const stated: Profile = {
    ...{ tenant: TENANT, customerId, version, identifiers: [] },
    ...(region !== undefined && { region }),
    ...(country !== undefined && { country }),
  };
  profiles.set(customerId, stated);
  return stated;
}

function knownOf(customer: string, log: readonly Activity[], profiles: ReadonlyMap<string, Profile>): Known {
  const newest = new Map<string, Activity>();
  for (const one of log) {
    if (one.customerId === customer && (newest.get(one.order)?.version ?? 0) < one.version) newest.set(one.order, one);
  }
  const orders = [...newest.values()]
    .filter(({ counts }) => counts)
    .map(({ placedOn, lines = null, channel }) => ({
      day: parseDay(placedOn),
      skus: goodsIn(lines).products,
      channel,
    }));
  return { orders, profile: profiles.get(customer) };
}
