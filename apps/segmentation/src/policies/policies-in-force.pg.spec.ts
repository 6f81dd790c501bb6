import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Activity, Transition } from '@orderweave/contracts';
import { formatAmount, monthOf, parseAmount, parseDay, startOfDay, type Day } from '@orderweave/domain-ordering';
import { rankAll } from '@orderweave/domain-segmentation';
import fc from 'fast-check';
import { buildActivity } from '../testing/build-activity.js';
import { SegmentationRig, TENANT } from '../testing/segmentation-rig.js';
import { PolicyActivator } from './policy-activator.js';
import { PolicyEditor } from './policy-editor.js';
import { seedVersion } from './policy-version.store.js';

const START = parseDay('2025-01-01');
const ACTOR = { tenant: TENANT, name: 'ana', role: 'analyst' };
const REVENUE = { tiers: { preset: 'revenue-80-15-5' } };
const STRICT = {
  stages: {
    risk: {
      bands: { watch: { overdue: 1.2 }, 'at-risk': { overdue: 1.5, silence: 20 }, lost: { silence: 40, overdue: 2 } },
    },
  },
};
/** Documents that differ in everything that time or orders can meet. */
const POLICIES: readonly object[] = [
  { tiers: { preset: 'rank-20-60-20' } },
  REVENUE,
  STRICT,
  { tiers: { preset: 'custom', basis: 'rank', cuts: [0.1, 0.5], minimumAmounts: { A: '30', B: '10' } } },
  { stages: { newDays: 10, graceDays: 9, reacquiredDays: 20 } },
  { ...STRICT, ...REVENUE },
];

interface Plan {
  readonly document: number;
  readonly day: number;
}
const plans = (from: number, to: number) =>
  fc.uniqueArray(fc.record({ document: fc.nat(POLICIES.length - 1), day: fc.integer({ min: from, max: to }) }), {
    minLength: 1,
    maxLength: 4,
    selector: ({ day }) => day,
  });

describe('a policy that comes into force', () => {
  let rig: SegmentationRig;
  let editor: PolicyEditor;
  let activator: PolicyActivator;
  beforeAll(async () => {
    rig = await SegmentationRig.start();
    editor = new PolicyEditor(rig.database, rig.policies);
    activator = new PolicyActivator(rig.database, rig.policies, () => 0);
  });
  afterAll(() => rig.stop());
  beforeEach(() => rig.clear());

  /** Makes version 1, as the service does when it starts. */
  const seed = () =>
    rig.database.transaction((tx) => seedVersion(tx, TENANT, rig.policies.seed(TENANT), 'environment'));

  /** Saves a document, on the ground of version 1, and has it activated for a day. */
  async function activate(document: object, from: Day): Promise<void> {
    await seed();
    const { version } = await editor.save(ACTOR, { document, basedOn: 1 });
    const { timeZone } = rig.policies.get(TENANT);
    await activator.activate(ACTOR, { version, at: startOfDay(from, timeZone) });
  }
  async function order(day: Day, amounts: Record<string, number>): Promise<void> {
    const activities = Object.entries(amounts).map(([customerId, amount]) =>
      buildActivity({ customerId, order: `web/${customerId}-${day}`, day, amount: String(amount) }),
    );
    await rig.ledger(activities);
    await rig.moveLadder();
  }
  const toldOf = (kind: string) =>
    rig.transitions
      .filter((transition) => transition.kind === kind)
      .map(summary)
      .sort();
  const tiersOf = async (month: string, column: string) => {
    const tiers = `SELECT string_agg(customer_id || ${column}, ' ' ORDER BY customer_id) AS tiers FROM month_tier WHERE month = $1`;
    return (await rig.rows<{ tiers: string }>(tiers, [month]))[0]!.tiers;
  };

  it('1. settles the live tiers of open months once, from midnight on, and leaves closed months to their own policy', async () => {
    const amounts = { a: 850, b: 60, c: 50, d: 25, e: 15 };
    await rig.turnTo(START);
    await order(START + 1, amounts);
    await rig.turnTo(parseDay('2025-02-05'));
    await order(parseDay('2025-02-05'), amounts);
    expect(await tiersOf('2025-02', 'live_tier')).toBe('aA bB cB dB eC');
    await activate(REVENUE, parseDay('2025-02-07'));
    rig.transitions.length = 0;
    await rig.turnTo(parseDay('2025-02-06'));
    expect(toldOf('tier')).toEqual([]);
    await rig.turnTo(parseDay('2025-02-07'));
    expect(toldOf('tier')).toEqual(['d live 2025-02 B C policy policy-2']);
    expect(rig.transitions[0]).toMatchObject({ effectiveAt: '2025-02-06T16:00:00.000Z', cause: { ref: 'policy-2' } });
    await rig.turnTo(parseDay('2025-02-08'));
    await rig.repeatDay();
    rig.restartLadder();
    // A late refund restates January, which was closed by the policy before.
    await rig.ledger([
      { ...buildActivity({ customerId: 'a', order: `web/a-${START + 1}`, day: START + 1, amount: '1' }), version: 2 },
    ]);
    await rig.moveLadder();
    expect(toldOf('tier')).toEqual([
      'a restated 2025-01 A C order policy-1',
      'b restated 2025-01 B A order policy-1',
      'd live 2025-02 B C policy policy-2',
      'e restated 2025-01 C B order policy-1',
    ]);
    await rig.turnTo(parseDay('2025-03-04'));
    expect(await tiersOf('2025-02', 'final_tier')).toBe('aA bB cB dC eC');
    expect(await tiersOf('2025-01', 'final_tier')).toBe('aA bB cB dB eC');
    const closes = 'SELECT month, policy_version FROM month_close ORDER BY month';
    expect(await rig.rows(closes)).toEqual([
      { month: '2025-01', policy_version: 'policy-1' },
      { month: '2025-02', policy_version: 'policy-2' },
    ]);
  });

  it('2. judges everybody anew by it, says so, and moves the deadlines', async () => {
    await rig.turnTo(START);
    for (const day of [0, 10, 20, 30]) await order(START + day, { a: 10, b: 10 });
    await rig.turnTo(START + 100);
    await order(START + 100, { b: 10 });
    const before = await rig.rows<{ deadline: number }>('SELECT deadline FROM customer ORDER BY customer_id');
    rig.transitions.length = 0;
    await activate(STRICT, START + 101);
    await rig.turnTo(START + 101);
    expect(rig.transitions.map(summary).sort()).toEqual(
      ['a losing churned policy policy-2', 'a at-risk lost policy policy-2'].sort(),
    );
    for (const { alertable, cause, effectiveAt } of rig.transitions) {
      expect([alertable, cause.ref, effectiveAt]).toEqual([true, 'policy-2', '2025-04-11T16:00:00.000Z']);
    }
    const after = await rig.rows<{ deadline: number }>('SELECT deadline FROM customer ORDER BY customer_id');
    expect(after[1]!.deadline).toBeLessThan(before[1]!.deadline);
    expect(await rig.rows('SELECT * FROM model_pass')).toEqual([]);
  });

  it('3. reaches also whom an order judged ahead of the clock, when it is scheduled and when it is withdrawn', async () => {
    const state = () => rig.rows('SELECT stage FROM customer');
    await rig.turnTo(START);
    await order(START + 20, { a: 10 });
    await activate({ stages: { newPurchaseDays: 1 } }, START + 15);
    await rig.sweep();
    expect(await state()).toEqual([{ stage: 'mature' }]);
    await activator.withdraw(ACTOR, { version: 2 });
    await rig.sweep();
    expect(await state()).toEqual([{ stage: 'new' }]);
  });

  it('4. comes to the same state whatever the order, repetition and batching of messages; tiers as ranked from scratch', async () => {
    const scenario = fc.record({ orders, plan: plans(1, 239) }).chain(({ orders: activities, plan }) =>
      fc.record({
        plan: fc.constant(plan),
        activities: fc.constant(activities),
        shuffled: fc.shuffledSubarray([...activities], { minLength: activities.length }),
        repeated: fc.subarray([...activities]),
        size: fc.integer({ min: 1, max: 30 }),
      }),
    );
    const stateAfter = async (plan: readonly Plan[], batches: readonly (readonly Activity[])[]) => {
      await rig.clear();
      await rig.turnTo(START);
      for (const { document, day } of plan) await activate(POLICIES[document]!, START + day);
      await rig.turnTo(START + 240);
      for (const batch of batches) {
        await rig.ledger(batch);
        await rig.moveLadder(7);
      }
      const customers = 'SELECT customer_id, history, stage, risk, deadline FROM customer ORDER BY customer_id';
      const tiers =
        'SELECT month, customer_id, live_tier FROM month_tier WHERE live_tier IS NOT NULL ORDER BY month, customer_id';
      return { customers: await rig.rows(customers), tiers: await rig.rows(tiers) };
    };
    await fc.assert(
      fc.asyncProperty(scenario, async ({ plan, activities, shuffled, repeated, size }) => {
        const plain = await stateAfter(plan, [activities]);
        const timeline = await rig.policies.timeline(rig.database, TENANT);
        const all = [...shuffled, ...repeated];
        const batches = Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
          all.slice(index * size, (index + 1) * size),
        );
        expect(plain.tiers).toEqual(ranked(activities, (month) => timeline.forMonth(month, START + 240).tiers));
        // The numbers of versions come from the order of saving; the days decide.
        expect(await stateAfter(plan, batches)).toEqual(plain);
        expect(await stateAfter(plan.toReversed(), batches.toReversed())).toEqual(plain);
      }),
      { numRuns: 5, endOnFailure: true },
    );
  });

  it('5. gives with a clock that jumps what it gives day by day: the same transitions with the same causes and moments', async () => {
    const play = async (
      rhythms: readonly Rhythm[],
      plan: readonly Plan[],
      days: readonly number[],
      sweepers: number,
    ) => {
      await rig.clear();
      await rig.turnTo(START);
      await seed();
      const activities = rhythms.flatMap(purchasesOf);
      for (const until of [31, 59, 90, 120, 151]) {
        const due = activities.filter(({ placedOn }) => {
          const day = parseDay(placedOn) - START;
          return day < until && day >= until - 31;
        });
        await rig.ledger(due);
        await rig.moveLadder();
        await rig.turnTo(START + until);
      }
      for (const { document, day } of plan) await activate(POLICIES[document]!, START + day);
      rig.transitions.length = 0;
      for (const day of days) await rig.turnTo(START + day, { sweepers });
      const state = `SELECT customer_id, important_months, stage, risk, deadline FROM customer ORDER BY customer_id`;
      const tiers = 'SELECT month, customer_id, live_tier, final_tier FROM month_tier ORDER BY month, customer_id';
      return { told: rig.transitions.map(details).sort(), state: await rig.rows(state), tiers: await rig.rows(tiers) };
    };
    let policyTransitions = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(rhythm, { minLength: 30, maxLength: 30 }), plans(152, 195), async (rhythms, plan) => {
        const days = Array.from({ length: 50 }, (_, index) => 152 + index);
        const steps = await play(rhythms, plan, days, 1);
        policyTransitions += rig.transitions.filter(({ cause }) => cause.type === 'policy').length;
        const jump = await play(rhythms, plan, [201], 3);
        expect(jump).toEqual(steps);
      }),
      // With this seed policies do come into force among the four.
      { numRuns: 4, endOnFailure: true, seed: 1 },
    );
    expect(policyTransitions).toBeGreaterThan(20);
  });
});

interface Rhythm {
  readonly id: number;
  readonly gap: number;
  readonly until: number;
  readonly units: number;
}
const rhythm = fc.record({
  id: fc.nat(1e9),
  gap: fc.integer({ min: 3, max: 45 }),
  until: fc.integer({ min: 10, max: 150 }),
  units: fc.integer({ min: 1, max: 9 }),
});

function purchasesOf({ gap, until, units }: Rhythm, index: number): Activity[] {
  return Array.from({ length: Math.floor(until / gap) }, (_, nth) => {
    const day = START + nth * gap;
    return buildActivity({ customerId: `c${index}`, order: `web/${index}-${nth}`, day, amount: String(units * 10) });
  });
}

/** Orders of eight customers, some with a second version that says something else. */
const orders = fc
  .array(
    fc.array(fc.record({ customer: fc.nat(7), day: fc.nat(235), units: fc.integer({ min: -5, max: 50 }) }), {
      minLength: 1,
      maxLength: 2,
    }),
    { minLength: 10, maxLength: 40 },
  )
  .map((histories): Activity[] =>
    histories.flatMap((versions, index) =>
      versions.map(({ customer, day, units }, version) =>
        buildActivity({
          customerId: `c${customer}`,
          order: `web/${index}`,
          version: version + 1,
          day: START + day,
          amount: formatAmount(parseAmount(units)),
          purchase: units > 0,
        }),
      ),
    ),
  );

/** The months' tiers by plain recomputation from the greatest version of each (customer, order). */
function ranked(activities: readonly Activity[], policyOf: (month: string) => Parameters<typeof rankAll>[1]) {
  const greatest = new Map<string, Activity>();
  for (const activity of activities) {
    const key = `${activity.customerId} ${activity.order}`;
    if ((greatest.get(key)?.version ?? 0) < activity.version) greatest.set(key, activity);
  }
  const months = new Map<string, Map<string, bigint>>();
  for (const { placedOn, customerId, netAmount } of greatest.values()) {
    const month = monthOf(parseDay(placedOn));
    const amounts = months.get(month) ?? new Map<string, bigint>();
    months.set(month, amounts.set(customerId, (amounts.get(customerId) ?? 0n) + parseAmount(netAmount)));
  }
  return [...months.keys()].sort().flatMap((month) => {
    const ranks = rankAll(months.get(month)!, policyOf(month));
    return [...ranks.keys()].sort().map((customer_id) => {
      return { month, customer_id, live_tier: ranks.get(customer_id)!.tier };
    });
  });
}

function summary({ customerId, basis, month, from, to, cause, because }: Transition): string {
  return [customerId, basis, month, from, to, cause.type, because.policyVersion].filter(Boolean).join(' ');
}

/** What a transition says, apart from when it was recorded and the id that counts writes. */
function details({ id: _, recordedAt: __, ...said }: Transition): string {
  return JSON.stringify(said);
}
