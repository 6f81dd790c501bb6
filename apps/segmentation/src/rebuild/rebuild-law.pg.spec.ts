import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CustomerActivity, type Activity, type Profile } from '@orderweave/contracts';
import { formatAmount, parseAmount, parseDay, startOfDay } from '@orderweave/domain-ordering';
import { statement, wideStatement, type Database } from '@orderweave/postgres';
import fc from 'fast-check';
import { pino } from 'pino';
import { PolicyActivator } from '../policies/policy-activator.js';
import { PolicyEditor } from '../policies/policy-editor.js';
import { seedVersion } from '../policies/policy-version.store.js';
import { buildActivity } from '../testing/build-activity.js';
import { SegmentationRig, TENANT } from '../testing/segmentation-rig.js';
import { compareStates } from './compare-states.js';
import { logOf, sliceOf } from './log-of-activities.fixture.js';
import { REBUILT_TABLES } from './rebuilt-tables.js';
import { dropShadow, migrateShadow, openShadow, schemasOf, type ShadowPlace } from './shadow-schema.js';
import { ShadowState } from './shadow-state.js';

const START = parseDay('2025-01-10');
const ACTOR = { tenant: TENANT, name: 'ana', role: 'analyst' };
const POLICIES: readonly object[] = [
  { tiers: { preset: 'revenue-80-15-5' } },
  { stages: { newDays: 10, graceDays: 9, reacquiredDays: 20 } },
  { tiers: { preset: 'custom', basis: 'rank', cuts: [0.1, 0.5], minimumAmounts: { A: '30', B: '10' } } },
];

/** What happens to a company, one thing after the other. */
type Step =
  | { kind: 'orders'; of: { customer: number; order: number; ago: number; cents: number; counts: boolean }[] }
  | { kind: 'days'; days: number }
  | { kind: 'merge'; from: number; into: number }
  | { kind: 'policy'; document: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('orders' as const),
        of: fc.array(
          fc.record({
            customer: fc.nat(7),
            // Often an order that is there: then it is corrected, refunded or cancelled.
            order: fc.nat(25),
            ago: fc.nat(70),
            cents: fc.integer({ min: -2_000, max: 9_000 }),
            counts: fc.boolean(),
          }),
          { minLength: 1, maxLength: 12 },
        ),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('days' as const), days: fc.integer({ min: 1, max: 25 }) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('merge' as const), from: fc.nat(7), into: fc.nat(7) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('policy' as const), document: fc.nat(2) }) },
  ),
  { minLength: 4, maxLength: 14 },
);

describe('state that is rebuilt from the log', () => {
  let rig: SegmentationRig;
  let place: ShadowPlace;
  let database: Database;
  beforeAll(async () => {
    rig = await SegmentationRig.start();
    place = await schemasOf(rig.database, 1);
    await migrateShadow(rig.database, place);
    database = openShadow(rig.database, place.shadowName);
  });
  afterAll(async () => {
    await database?.close();
    await dropShadow(rig.database, place.shadow);
    await rig.stop();
  });

  /** Lives through what happens; returns the log. */
  async function live(happened: readonly Step[]): Promise<(Activity | Profile)[]> {
    await rig.clear();
    await rig.database.transaction((tx) => seedVersion(tx, TENANT, rig.policies.seed(TENANT), 'environment'));
    const log: (Activity | Profile)[] = [];
    const newest = new Map<string, Activity>();
    let today = START;
    await rig.turnTo(today);
    const record = async (messages: readonly (Activity | Profile)[]) => {
      for (const message of messages) if ('order' in message && message.counts) newest.set(message.order, message);
      log.push(...messages);
      await rig.ledger(messages);
      await rig.moveLadder(5);
    };
    for (const step of happened) {
      if (step.kind === 'days') {
        await rig.turnTo((today += step.days));
      } else if (step.kind === 'policy') {
        const editor = new PolicyEditor(rig.database, rig.policies);
        const activator = new PolicyActivator(rig.database, rig.policies, () => 0);
        const { version } = await editor.save(ACTOR, { document: POLICIES[step.document]!, basedOn: 1 });
        const at = startOfDay(today + 1, rig.policies.get(TENANT).timeZone);
        await activator.activate(ACTOR, { version, at });
        await rig.turnTo((today += 1));
      } else if (step.kind === 'orders') {
        const versions = new Map<string, Activity>();
        for (const { customer, order, ago, cents, counts } of step.of) {
          const key = `web/${order}`;
          const before = versions.get(key) ?? newest.get(key);
          const activity = buildActivity({
            customerId: before?.customerId ?? `c${customer}`,
            order: key,
            version: (before?.version ?? 0) + 1,
            day: today - ago,
            amount: counts ? formatAmount(parseAmount(`${cents}e-2`)) : '0',
            counts,
            purchase: counts && cents > 0,
            intent: !counts,
          });
          versions.set(key, activity);
          newest.set(key, activity);
        }
        await record([...versions.values()]);
      } else {
        const [from, into] = [`c${step.from}`, `c${step.into}`];
        const moved = [...newest.values()].filter(({ customerId }) => customerId === from && from !== into);
        const version = log.length + 1;
        const profile: Profile = { tenant: TENANT, customerId: from, version, identifiers: [`id:${from}`] };
        await record([
          { ...profile, mergedInto: into },
          { ...profile, customerId: into, identifiers: [`id:${from}`, `id:${into}`] },
          ...moved.flatMap((activity): Activity[] => {
            const next = { ...activity, version: activity.version + 1, cause: 'identity' as const };
            const nothing = { counts: false, purchase: false, intent: false, netAmount: '0' };
            return [
              { ...next, ...nothing },
              { ...next, customerId: into },
            ];
          }),
        ]);
        for (const activity of moved) {
          newest.set(activity.order, { ...activity, customerId: into, version: activity.version + 1 });
        }
      }
    }
    await rig.sweep();
    return log;
  }

  /** Rebuilds from a log in batches of `size`, and compares. */
  async function rebuild(log: readonly (Activity | Profile)[], size: number) {
    await database.query(
      wideStatement(`TRUNCATE ${[...REBUILT_TABLES.keys(), 'stream_offset', 'model_pass'].join(', ')}`),
    );
    const { policies } = rig;
    const state = new ShadowState({
      database,
      schemas: place,
      policies,
      wallNow: () => 0,
      log: pino({ level: 'silent' }),
    });
    await state.prepare();
    const claim = await state.offsets.claim(CustomerActivity.topic, 0, 'spec');
    const records = logOf(log);
    const half = records.length >> 1;
    for (let at = 0; at < half; at += size)
      await state.apply(claim, sliceOf(records, at, Math.min(half, at + size)), () => true);
    await state.settle();
    // What comes after that follows without making everything anew.
    for (let at = half; at < records.length; at += size)
      await state.apply(claim, sliceOf(records, at, at + size), () => true);
    await state.complete();
    await database.transaction((tx) => compareStates(tx, place, 1));
    return rig.rows(
      `SELECT table_name, kind, customer_id, key, live, rebuilt FROM rebuild_difference WHERE basis = 'state' ORDER BY id`,
    );
  }

  it('1. is the live state, table by table, after any history', async () => {
    let rows = 0;
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 40 }), async (happened, size) => {
        const log = await live(happened);
        await rig.rows(
          `INSERT INTO rebuild (id, goal, state, started_by) OVERRIDING SYSTEM VALUE VALUES (1, $1, $1, $1)`,
          ['spec'],
        );
        expect(await rebuild(log, size)).toEqual([]);
        const [{ count } = { count: 0 }] = await database.query<{ count: number }>(
          statement('spec.count', 'SELECT count(*)::int AS count FROM month_tier WHERE live_tier IS NOT NULL'),
        );
        rows += count;
      }),
      { numRuns: 12, endOnFailure: true },
    );
    expect(rows).toBeGreaterThan(20);
  });
});
