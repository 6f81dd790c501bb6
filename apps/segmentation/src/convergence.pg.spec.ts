import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Activity } from '@orderweave/contracts';
import { formatAmount, monthOf, parseAmount, parseDay } from '@orderweave/domain-ordering';
import { rankAll } from '@orderweave/domain-segmentation';
import fc from 'fast-check';
import { buildActivity } from './testing/build-activity.js';
import { SegmentationRig } from './testing/segmentation-rig.js';

const START = parseDay('2024-11-01');
const TODAY = START + 240;
const STATE = {
  entries: 'SELECT * FROM ledger_entry ORDER BY customer_id, order_key',
  customers: `SELECT customer_id, history, known_since, median_gap, stage, risk, deadline FROM customer ORDER BY customer_id`,
  amounts: `SELECT month, customer_id, amount::text FROM month_amount WHERE amount <> 0 ORDER BY month, customer_id`,
  tiers: `SELECT month, customer_id, live_tier FROM month_tier WHERE live_tier IS NOT NULL ORDER BY month, customer_id`,
};

/** Every order has up to three versions, in any of which day, amount, customer and whether it counts may differ. */
const orders = fc.array(
  fc.array(
    fc.record({
      customer: fc.nat(7),
      day: fc.nat(235),
      cents: fc.integer({ min: -500, max: 5_000 }),
      counts: fc.boolean(),
      intent: fc.boolean(),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  { minLength: 5, maxLength: 40 },
);

function activitiesOf(
  histories: { customer: number; day: number; cents: number; counts: boolean; intent: boolean }[][],
) {
  return histories.flatMap((versions, order) =>
    versions.map(({ day, cents, counts, intent, customer }, index) =>
      buildActivity({
        customerId: `c${(customer + order) % 8}`,
        order: `web/${order}`,
        version: index + 1,
        day: START + day,
        amount: formatAmount(parseAmount(`${cents}e-2`)),
        counts,
        purchase: counts && cents > 0,
        intent: intent && !counts,
      }),
    ),
  );
}

/** The months' tiers by plain recomputation from the greatest version of each (customer, order). */
function oracle(activities: readonly Activity[]) {
  const greatest = new Map<string, Activity>();
  for (const activity of activities) {
    const key = `${activity.customerId} ${activity.order}`;
    if ((greatest.get(key)?.version ?? 0) < activity.version) greatest.set(key, activity);
  }
  const months = new Map<string, Map<string, bigint>>();
  for (const { counts, placedOn, customerId, netAmount } of greatest.values()) {
    if (!counts) continue;
    const month = months.get(monthOf(parseDay(placedOn))) ?? new Map<string, bigint>();
    month.set(customerId, (month.get(customerId) ?? 0n) + parseAmount(netAmount));
    months.set(monthOf(parseDay(placedOn)), month);
  }
  return [...months.keys()].sort().flatMap((month) => {
    const ranks = rankAll(months.get(month)!, { preset: 'rank-20-60-20' });
    return [...ranks.keys()]
      .sort()
      .map((customer_id) => ({ month, customer_id, live_tier: ranks.get(customer_id)!.tier }));
  });
}

describe('convergence of ledger and ladder', () => {
  let rig: SegmentationRig;
  beforeAll(async () => void (rig = await SegmentationRig.start()));
  afterAll(() => rig.stop());

  async function stateAfter(batches: readonly (readonly Activity[])[]) {
    await rig.clear();
    await rig.turnTo(TODAY);
    for (const batch of batches) {
      await rig.ledger(batch);
      await rig.moveLadder(7);
    }
    const state: Record<string, unknown> = {};
    for (const [name, query] of Object.entries(STATE)) state[name] = await rig.rows(query);
    return state;
  }

  it('1. ends in the same state after any shuffle, repetition and batching, and in the tiers of a plain recomputation', async () => {
    const scenario = orders.map(activitiesOf).chain((activities) =>
      fc.record({
        activities: fc.constant(activities),
        shuffled: fc.shuffledSubarray(activities, { minLength: activities.length }),
        repeated: fc.subarray(activities),
        size: fc.integer({ min: 1, max: 30 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(scenario, async ({ activities, shuffled, repeated, size }) => {
        const plain = await stateAfter([activities]);
        const all = [...shuffled, ...repeated];
        const batches = Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
          all.slice(index * size, (index + 1) * size),
        );
        expect(await stateAfter(batches)).toEqual(plain);
        expect(plain['tiers']).toEqual(oracle(activities));
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });
});
