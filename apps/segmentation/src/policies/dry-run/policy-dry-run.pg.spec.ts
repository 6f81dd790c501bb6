import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  addMonths,
  formatAmount,
  monthBounds,
  monthOf,
  parseAmount,
  parseDay,
  startOfDay,
} from '@orderweave/domain-ordering';
import { classifyClose, completePolicy, rankAll, type Tier, type TierPolicy } from '@orderweave/domain-segmentation';
import fc from 'fast-check';
import { TenantMoments } from '../../models/tenant-moments.js';
import { buildActivity } from '../../testing/build-activity.js';
import { SegmentationRig, TENANT } from '../../testing/segmentation-rig.js';
import { PolicyActivator } from '../policy-activator.js';
import { PolicyEditor } from '../policy-editor.js';
import { seedVersion } from '../policy-version.store.js';
import { PolicyDryRun } from './policy-dry-run.js';

const START = parseDay('2025-01-01');
const TODAY = parseDay('2025-06-20');
const ACTOR = { tenant: TENANT, name: 'ana', role: 'analyst' };

describe('the dry run of a policy', () => {
  let rig: SegmentationRig;
  let editor: PolicyEditor;
  let trials: PolicyDryRun;
  beforeAll(async () => {
    rig = await SegmentationRig.start();
    editor = new PolicyEditor(rig.database, rig.policies);
    trials = new PolicyDryRun(rig.database, new TenantMoments(rig.policies, () => 0));
  });
  afterAll(() => rig.stop());
  beforeEach(() => begin());

  async function begin(): Promise<void> {
    await rig.clear();
    await rig.database.transaction((tx) => seedVersion(tx, TENANT, rig.policies.seed(TENANT), 'environment'));
  }
  async function save(document: object): Promise<number> {
    return (await editor.save(ACTOR, { document, basedOn: 1 })).version;
  }
  async function record(orders: readonly Purchase[]): Promise<void> {
    await rig.ledger(
      orders.map(({ customer, day, units }, index) =>
        buildActivity({
          customerId: `c${customer}`,
          order: `web/${index}`,
          day: START + day,
          amount: formatAmount(parseAmount(units)),
        }),
      ),
    );
    await rig.moveLadder();
  }

  it('1. tells for every month who has another tier, and what the closes tell, as counted from scratch', async () => {
    const policies = fc.constantFrom<TierPolicy>(
      { preset: 'revenue-80-15-5' },
      { preset: 'custom', basis: 'rank', cuts: [0.1, 0.5], minimumAmounts: { A: '30', B: '10' } },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(purchase, { minLength: 30, maxLength: 120 }), policies, async (orders, tiers) => {
        await begin();
        await rig.turnTo(TODAY);
        await record(orders);
        await rig.turnTo(TODAY + 1);
        const told = await trials.run(TENANT, await save({ tiers }), 3);
        const months = ['2025-03', '2025-04', '2025-05', '2025-06'];
        const expected = months.filter((month) => orders.some(({ day }) => monthOf(START + day) === month));
        expect(told.months.map(({ month }) => month)).toEqual(expected);
        for (const { month, ...of } of told.months) expect([month, of]).toEqual([month, counted(orders, month, tiers)]);
        expect(told.comparedWith).toBe('policy-1');
      }),
      { numRuns: 10, endOnFailure: true },
    );
  });

  it('2. foretells what the activation then tells, and writes nothing', async () => {
    await rig.turnTo(START);
    const regulars = Array.from({ length: 60 }, (_, index) => {
      return { customer: index % 20, day: 40 + index, units: 1 + (index % 9) };
    });
    const fresh = [850, 60, 50, 25, 15].map((units, index) => ({ customer: 20 + index, day: 160, units }));
    await record([...regulars, ...fresh]);
    // Everybody's silence has passed the bands at 2 and 3 gaps of 20 days, and none has come to 120 days.
    await rig.turnTo(START + 165);
    const before = await everything();
    const version = await save({
      tiers: { preset: 'revenue-80-15-5' },
      value: { cuts: [0.5, 0.8] },
      rfm: {
        groups: [
          { group: 'recent', r: [4, 5] },
          { group: 'others', r: [1, 3] },
        ],
      },
      stages: { newDays: 20, newPurchaseDays: 9, risk: { bands: { lost: { silence: 35, overdue: 3 } } } },
    });
    const told = await trials.run(TENANT, version, 12);
    expect(await everything()).toEqual(before);
    rig.transitions.length = 0;
    const activator = new PolicyActivator(rig.database, rig.policies, () => 0);
    await activator.activate(ACTOR, { version, at: startOfDay(START + 166, 'Asia/Shanghai') });
    await rig.turnTo(START + 166);
    const policy = rig.transitions.filter(({ cause }) => cause.type === 'policy');
    const otherwise = rig.transitions.filter(({ cause }) => cause.type !== 'policy');
    expect(otherwise).toEqual([]);
    expect(policy.length).toBeGreaterThan(10);
    expect(told.atActivation).toEqual({
      transitions: policy.length,
      alertable: policy.filter(({ alertable }) => alertable).length,
    });
    const stages = policy.filter(({ kind }) => kind === 'stage');
    expect(told.stages.customersChanging).toBe(stages.length);
    expect(told.stages.customers.map(({ customerId, from, to }) => [customerId, from, to].join(' ')).sort()).toEqual(
      stages.map(({ customerId, from, to }) => [customerId, from, to].join(' ')).sort(),
    );
    const count = (kind: string) => policy.filter((transition) => transition.kind === kind).length;
    expect([told.valueBands!.customersChanging, told.rfmGroups!.customersChanging]).toEqual([
      count('value-band'),
      count('rfm'),
    ]);
    expect(Math.min(count('value-band'), count('rfm'), count('tier'), count('stage'), count('risk'))).toBeGreaterThan(
      0,
    );
    expect(told.notTried).toEqual([]);
    expect(told.customersChanging).toBeGreaterThanOrEqual(new Set(policy.map(({ customerId }) => customerId)).size);
  });

  it('3. finds nothing in a version that says the same, and does not know others', async () => {
    await rig.turnTo(START);
    await record([{ customer: 1, day: 3, units: 5 }]);
    await rig.turnTo(START + 50);
    const told = await trials.run(TENANT, await save({}), 6);
    expect(told).toMatchObject({ customersChanging: 0, atActivation: { transitions: 0, alertable: 0 } });
    expect(told.months.map(({ tiers }) => tiers.tried)).toEqual([{ A: 1, B: 0, C: 0, D: 0 }]);
    await expect(trials.run(TENANT, 77, 6)).rejects.toMatchObject({ parts: { status: 404 } });
  });

  it('4. says what it does not try: other windows, frequency, pace, the grace of months', async () => {
    await rig.turnTo(START);
    await record([{ customer: 1, day: 3, units: 5 }]);
    const document = {
      value: { windowDays: 100 },
      stages: { graceDays: 5, newDays: 9 },
      tiers: { preset: 'revenue-80-15-5' },
    };
    const told = await trials.run(TENANT, await save(document), 6);
    expect([told.valueBands, told.rfmGroups]).toEqual([null, null]);
    expect(told.notTried).toEqual(['/stages/graceDays', '/value/windowDays']);
  });

  it('5. tells the hundred customers with the largest amounts, and counts all', async () => {
    await rig.turnTo(START);
    await record(Array.from({ length: 300 }, (_, index) => ({ customer: index, day: 3, units: index + 1 })));
    const told = await trials.run(TENANT, await save({ tiers: { preset: 'custom', basis: 'rank', cuts: [0, 0] } }), 6);
    const [month] = told.months;
    expect(month).toMatchObject({ customersChanging: 240, closed: false, closes: null });
    expect(month!.changes).toEqual([
      { from: 'A', to: 'C', customers: 60 },
      { from: 'B', to: 'C', customers: 180 },
    ]);
    expect(month!.customers.map(({ netAmount }) => Number(netAmount))).toEqual(
      Array.from({ length: 100 }, (_, index) => 300 - index),
    );
  });

  async function everything(): Promise<unknown> {
    const tables = [
      'customer',
      'month_tier',
      'month_close',
      'tenant_clock',
      'turned_day',
      'model_pass',
      'policy_activation',
      'outbox',
    ];
    const rows = tables.map((table) => rig.rows(`SELECT * FROM ${table} ORDER BY 1, 2`));
    return Promise.all(rows);
  }
});

interface Purchase {
  readonly customer: number;
  readonly day: number;
  readonly units: number;
}
const purchase = fc.record({ customer: fc.nat(14), day: fc.nat(170), units: fc.integer({ min: -3, max: 40 }) });

/** What the dry run must say of a month, from the orders alone. */
function counted(orders: readonly Purchase[], month: string, tried: TierPolicy) {
  const inForce = completePolicy({}).tiers;
  const tiersIn = (of: string, policy: TierPolicy): Map<string, Tier> => {
    const amounts = new Map<string, bigint>();
    for (const { customer, day, units } of orders) {
      const known = START + day <= monthBounds(of).last;
      if (!known) continue;
      const amount = monthOf(START + day) === of ? parseAmount(units) : 0n;
      amounts.set(`c${customer}`, (amounts.get(`c${customer}`) ?? 0n) + amount);
    }
    const ranks = rankAll(amounts, policy);
    return new Map([...amounts.keys()].map((id) => [id, ranks.get(id)?.tier ?? 'D']));
  };
  const sides = { inForce: tiersIn(month, inForce), tried: tiersIn(month, tried) };
  const before = { inForce: tiersIn(addMonths(month, -1), inForce), tried: tiersIn(addMonths(month, -1), tried) };
  const tiersOf = (side: 'inForce' | 'tried') => {
    const counts = { A: 0, B: 0, C: 0, D: 0 };
    for (const tier of sides[side].values()) counts[tier]++;
    return counts;
  };
  const closesOf = (side: 'inForce' | 'tried') => {
    const counts = { up: 0, down: 0, 'abnormal-stop': 0, sleeping: 0 };
    for (const [id, tier] of sides[side]) {
      const change = classifyClose(before[side].get(id) ?? null, tier);
      if (change) counts[change]++;
    }
    return counts;
  };
  const changing = [...sides.inForce].filter(([id, tier]) => sides.tried.get(id) !== tier);
  const ways = [...new Set(changing.map(([id, tier]) => `${tier}>${sides.tried.get(id)}`))].sort();
  const closed = month < '2025-06';
  return {
    closed,
    comparedWith: 'policy-1',
    tiers: { inForce: tiersOf('inForce'), tried: tiersOf('tried') },
    customersChanging: changing.length,
    changes: ways.map((way) => {
      const [from, to] = way.split('>');
      const customers = changing.filter(([id, tier]) => tier === from && sides.tried.get(id) === to).length;
      return { from, to, customers };
    }),
    customers: expect.any(Array),
    closes: closed ? { inForce: closesOf('inForce'), tried: closesOf('tried') } : null,
  };
}
