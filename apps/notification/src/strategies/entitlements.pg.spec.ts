import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CustomerProfiled, type Profile, type Transition } from '@orderweave/contracts';
import {
  NO_TEAM,
  parseRulePolicy,
  RuleTimeline,
  type RulePolicy,
  type Strategy,
} from '@orderweave/domain-notification';
import { sampleTransition } from '@orderweave/domain-notification/testing';
import type { Database } from '@orderweave/postgres';
import fc from 'fast-check';
import { pino } from 'pino';
import { followProfiles } from '../merges/follow-profiles.js';
import { loadPolicy } from '../rules/load-policy.js';
import { raiseAlerts } from '../rules/raise-alerts.js';
import { RuleActivator } from '../rules/versions/rule-activator.js';
import { RuleDirectory } from '../rules/versions/rule-directory.js';
import { RuleEditor } from '../rules/versions/rule-editor.js';
import { saveTeam } from '../team/sales-team.store.js';
import { calendarOf } from '../testing/calendars.js';
import { migratedPostgres } from '../testing/migrated-postgres.js';
import { receivedTransitions } from '../testing/received-transitions.js';
import { EntitlementKeeper } from './entitlement-keeper.js';
import { followMerges } from './follow-merges.js';
import { entitlementsOf, listEntitlements } from './read-entitlements.js';
import { StrategyPass } from './strategy-pass.js';
import { streamEntitlementsCsv } from './stream-entitlements-csv.js';

const DAY_MS = 86_400_000;
const START = Date.parse('2026-03-01T00:00:00Z');
const words = { 'zh-CN': '策略', en: 'strategy' };
const strategy = (id: string, more: Partial<Strategy>): Strategy => ({
  ...{ id, name: words, state: 'tier', in: ['A'], grants: [{ kind: 'vip-service' }] },
  ...more,
});
const STRATEGIES = [
  strategy('hold', { in: ['A', 'B'], grants: [{ kind: 'vip-service' }, { kind: 'promotion', validDays: 10 }] }),
  strategy('wake', { state: 'risk', in: ['at-risk'], grants: [{ kind: 'promotion', detail: '-10 %' }] }),
  strategy('club', { state: 'segment', in: ['club'], grants: [{ kind: 'recommendation' }] }),
];
const policy = parseRulePolicy({ ...loadPolicy(''), rules: [], strategies: STRATEGIES });

/** A transition of a customer on a day after the start. */
const moved = (n: number, day: number, given: Partial<Transition>): Transition => {
  const at = new Date(START + day * DAY_MS).toISOString();
  return sampleTransition({ id: `t-${n}`, effectiveAt: at, recordedAt: at, ...given });
};
const tier = (n: number, day: number, to: string | null, more: Partial<Transition> = {}) =>
  moved(n, day, { kind: 'tier', basis: 'final', month: '2026-02', from: null, to, ...more });

describe('entitlements', () => {
  let database: Database;
  let end: () => Promise<void>;
  beforeAll(async () => {
    ({ database, end } = await migratedPostgres());
  });
  beforeEach(() =>
    database.pool.query(
      'TRUNCATE customer_state, customer_entitlement, strategy_pass, customer_alias, customer_tier, rule_version, rule_activation, rule_audit, outbox',
    ),
  );
  afterAll(() => end());

  const receive = async (transitions: readonly Transition[], by: RulePolicy = policy): Promise<string[]> => {
    const directory = new RuleDirectory(by);
    const handler = raiseAlerts({
      ...{ policy: by, rules: directory, entitlements: new EntitlementKeeper(), calendarOf },
      queueDeliveries: async () => undefined,
      onRaised: () => undefined,
      now: () => START,
    });
    const context = { topic: 'x', partition: 0, epoch: '1' };
    const handled = await database.transaction((tx) => handler(receivedTransitions(transitions), tx, context));
    const events = (handled?.emits ?? []).map(({ payload }) => payload as Record<string, string>);
    return events.map(({ change, strategy: id, kind, value }) => `${change} ${id}/${kind} ${value}`);
  };
  const held = async (day: number, customerId = 'c-1') => {
    const rows = await entitlementsOf(database, customerId, { tenant: 'default', now: START + day * DAY_MS });
    return rows.filter(({ active }) => active).map(({ strategy: id, kind }) => `${id}/${kind}`);
  };

  it('come with a state, end with it, and by themselves; each change is told once', async () => {
    expect(await receive([tier(1, 0, 'A')])).toEqual(['granted hold/promotion A', 'granted hold/vip-service A']);
    expect(await receive([tier(1, 0, 'A')])).toEqual([]);
    expect(await held(9)).toEqual(['hold/promotion', 'hold/vip-service']);
    expect(await held(10)).toEqual(['hold/vip-service']);
    expect(await receive([moved(2, 3, { from: 'watch', to: 'at-risk' })])).toEqual(['granted wake/promotion at-risk']);
    expect(await receive([moved(3, 4, { from: 'at-risk', to: 'healthy' })])).toEqual(['ended wake/promotion at-risk']);
    expect(await receive([tier(4, 31, 'D', { month: '2026-03' })])).toEqual([
      'ended hold/promotion A',
      'ended hold/vip-service A',
    ]);
    expect(await held(31)).toEqual([]);
    const inside = { kind: 'segment' as const, from: null, to: 'club' };
    expect(await receive([moved(5, 32, { ...inside, to: 'other' }), moved(6, 32, inside)])).toEqual([
      'granted club/recommendation club',
    ]);
    expect(await receive([moved(7, 33, { ...inside, from: 'club', to: null })])).toEqual([
      'ended club/recommendation club',
    ]);
  });

  it('are what the last state says, in whatever order, batches and repetitions transitions come', async () => {
    const step = fc.record({
      customer: fc.constantFrom('c-1', 'c-2'),
      recorded: fc.nat(5),
      effective: fc.nat(5),
      month: fc.constantFrom('2026-01', '2026-02'),
      to: fc.constantFrom('A', 'B', 'C', null),
    });
    const scenario = fc.array(step, { minLength: 1, maxLength: 8 }).chain((steps) => {
      const all = steps.map(({ customer: customerId, recorded, effective, month, to }, n) =>
        tier(n, effective, to, {
          ...{ customerId, month, recordedAt: new Date(START + recorded * DAY_MS).toISOString() },
        }),
      );
      const again = fc.array(fc.constantFrom(...all), { maxLength: 5 });
      const shuffled = again.chain((more) =>
        fc.shuffledSubarray([...all, ...more], { minLength: all.length + more.length }),
      );
      return fc.record({ all: fc.constant(all), shuffled, size: fc.integer({ min: 1, max: 5 }) });
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ all, shuffled, size }) => {
        await database.pool.query('TRUNCATE customer_state, customer_entitlement');
        for (let at = 0; at < shuffled.length; at += size) await receive(shuffled.slice(at, at + size));
        for (const customerId of ['c-1', 'c-2']) {
          const own = all.filter((one) => one.customerId === customerId);
          const keyOf = ({ month, recordedAt, effectiveAt, id }: Transition) =>
            [month, recordedAt, effectiveAt, id].join();
          const last = own.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).at(-1);
          const entitled = last?.to === 'A' || last?.to === 'B';
          expect(await held(6, customerId)).toEqual(entitled ? ['hold/promotion', 'hold/vip-service'] : []);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('end and begin anew where a strategy is about another state from a moment on, within one batch too', async () => {
    const only = (one: Strategy): RulePolicy => ({ ...policy, strategies: [one] });
    const later = { number: 1, policy: only(strategy('hold', { state: 'risk', in: ['at-risk'] })) };
    const before = { number: 0, policy: only(strategy('hold', { in: ['A', 'B'] })) };
    const timeline = new RuleTimeline(before, [{ from: START + 5 * DAY_MS, version: later }]);
    const keep = async (...transitions: Transition[]) => {
      const told = transitions.map((transition) => ({ transition, now: START }));
      const emits = await database.transaction((tx) => new EntitlementKeeper().keep(tx, told, () => timeline));
      return emits.map(({ payload }) => (payload as { change: string }).change);
    };
    expect(await keep(tier(1, 0, 'A'))).toEqual(['granted']);
    const healthy = moved(3, 6, { from: 'watch', to: 'healthy' });
    expect(await keep(tier(2, 1, 'B', { month: '2026-03' }), healthy)).toEqual(['ended', 'granted']);
    expect(await held(7)).toEqual(['hold/vip-service']);
  });

  it('end with a merge, whenever transitions of the merged customer come, and go over to a new owner', async () => {
    await receive([tier(1, 0, 'A'), tier(2, 0, 'A', { customerId: 'c-2' })]);
    const handler = followMerges(
      followProfiles(async () => undefined, { handOver: async () => undefined, onNews: () => undefined }),
      { rules: new RuleDirectory(policy), now: () => START },
    );
    const profiled = async (version: number, customerId: string, more: Partial<Profile>): Promise<number> => {
      const payload = { tenant: 'default', customerId, version, identifiers: [], ...more };
      const received = { ...receivedTransitions([sampleTransition()])[0]!, event: CustomerProfiled, payload };
      const context = { topic: 'x', partition: 0, epoch: '1' };
      return (await database.transaction((tx) => handler([received], tx, context)))?.emits?.length ?? 0;
    };
    expect(await profiled(2, 'c-1', { mergedInto: 'c-2' })).toBe(2);
    expect(await profiled(2, 'c-1', { mergedInto: 'c-2' })).toBe(0);
    const ended = async () => {
      const { rows } = await database.pool.query('SELECT ended_at FROM customer_entitlement WHERE customer_id = $1', [
        'c-1',
      ]);
      return rows.map(({ ended_at }: { ended_at: Date | null }) => ended_at !== null);
    };
    expect(await ended()).toEqual([true, true]);
    expect(await receive([tier(3, 1, 'B')])).toEqual([]);
    expect(await ended()).toEqual([true, true]);
    // The former id leads to what the customer is entitled to now.
    expect(await held(1)).toEqual(['hold/promotion', 'hold/vip-service']);
    expect(await profiled(1, 'c-2', { owner: 'zhang.min' })).toBe(0);
    const own = { tenant: 'default', owner: 'zhang.min', now: START };
    expect((await entitlementsOf(database, 'c-2', own)).map(({ active }) => active)).toEqual([true, true]);
    // Who comes apart again is entitled to what its own transitions say, also to what was told meanwhile.
    expect(await profiled(3, 'c-1', {})).toBe(2);
    expect(await held(1)).toEqual(['hold/promotion', 'hold/vip-service']);
    const again = await entitlementsOf(database, 'c-1', { tenant: 'default', now: START + DAY_MS });
    expect(again.map(({ value, since }) => [value, since.getTime()])).toEqual([
      ['B', START + DAY_MS],
      ['B', START + DAY_MS],
    ]);
    expect(await receive([tier(4, 2, 'A')])).toHaveLength(2);
  });

  it('follow other strategies for everybody once those are in force, and a rep reads own customers only', async () => {
    const many = Array.from({ length: 7 }, (_, n) => {
      const owner = n % 2 ? 'li.wei' : 'zhang.min';
      const customer = { name: `客户 ${n}`, identifiers: [], owner };
      return tier(n, 0, n < 5 ? 'A' : 'C', { customerId: `c-${n}`, customer });
    });
    await receive(many);
    await saveTeam(database, 'default', NO_TEAM, 'spec');
    const directory = new RuleDirectory(policy);
    const pass = new StrategyPass(database, directory, pino({ level: 'silent' }));
    const actor = { tenant: 'default', name: 'boss', role: 'manager' };
    const editor = new RuleEditor(database, directory);
    const strategies = [
      strategy('hold', { in: ['A', 'B'], grants: [{ kind: 'vip-service' }] }),
      strategy('open', { in: ['C'], grants: [{ kind: 'recommendation', detail: 'catalogue' }] }),
    ];
    const { version } = await editor.save(actor, { document: { strategies } }, 'en');
    await new RuleActivator(database, pass).activate(actor, { version });
    await pass.runAll(Date.now());
    await pass.beforeApplicationShutdown();
    const now = Date.now() + DAY_MS;
    const all = await listEntitlements(database, { tenant: 'default', active: true, now }, 100);
    expect(all.map(({ customerId, strategy: id, kind }) => `${customerId} ${id}/${kind}`)).toEqual([
      ...['c-0', 'c-1', 'c-2', 'c-3', 'c-4'].map((id) => `${id} hold/vip-service`),
      ...['c-5', 'c-6'].map((id) => `${id} open/recommendation`),
    ]);
    const { rows } = await database.pool.query('SELECT sum(messages)::int AS n FROM outbox');
    // Five promotions ended, two recommendations were granted.
    expect(rows).toEqual([{ n: 7 }]);
    // What went on keeps its beginning.
    expect(all[0]!.since).toEqual(new Date(START));
    const own = { tenant: 'default', owner: 'li.wei', kind: 'vip-service' as const, active: true, now };
    const first = await listEntitlements(database, own, 1);
    const second = await listEntitlements(database, own, 5, first[0]);
    expect([...first, ...second].map(({ customerId }) => customerId)).toEqual(['c-1', 'c-3']);
    const csv = (await streamEntitlementsCsv(database, own).toArray()).join('');
    expect(csv.split('\r\n').slice(0, 2)).toEqual([
      'customer_id,kind,strategy,active,since,until,ended_at,detail,state,value,rules_version',
      'c-1,vip-service,hold,true,2026-03-01T00:00:00.000Z,,,,tier,A,0',
    ]);
    const other = await listEntitlements(database, { tenant: 'other', now }, 100);
    expect(other).toEqual([]);
  });
});
