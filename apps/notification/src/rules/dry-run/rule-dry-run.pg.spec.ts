import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Transition } from '@orderweave/contracts';
import {
  NO_TEAM,
  parseRulePolicy,
  type AlertRule,
  type RulePolicy,
  type SalesTeam,
} from '@orderweave/domain-notification';
import { sampleTransition } from '@orderweave/domain-notification/testing';
import { formatDay, localDay } from '@orderweave/domain-ordering';
import type { Database } from '@orderweave/postgres';
import fc from 'fast-check';
import { saveClocks } from '../../clock/tenant-clock.store.js';
import { saveTeam } from '../../team/sales-team.store.js';
import { calendarOf } from '../../testing/calendars.js';
import { migratedPostgres } from '../../testing/migrated-postgres.js';
import { receivedTransitions } from '../../testing/received-transitions.js';
import { keepTransitions } from '../kept/kept-transition.store.js';
import { KEPT_DAYS, TransitionLog } from '../kept/transition-log.js';
import { loadPolicy } from '../load-policy.js';
import { raiseAlerts } from '../raise-alerts.js';
import { RuleDirectory } from '../versions/rule-directory.js';
import { RuleDryRun } from './rule-dry-run.js';

const ZONE = 'Asia/Shanghai';
const DAY_MS = 86_400_000;
const NOON = Date.parse('2026-03-01T04:00:00Z');
const usual = loadPolicy('');
const policyOf = (change: (rule: AlertRule) => Partial<AlertRule>): RulePolicy =>
  parseRulePolicy({ ...usual, rules: usual.rules.map((rule) => ({ ...rule, ...change(rule) })) });
const TEAM: SalesTeam = {
  ...NO_TEAM,
  people: [
    { name: 'li.wei', team: 'east' },
    { name: 'zhang.min', absences: [{ from: '2026-03-01', to: '2026-03-04' }] },
    { name: 'boss' },
  ],
  teams: [{ name: 'east', manager: 'boss' }],
  pool: ['boss'],
  silences: [{ id: 's', customers: ['c-2'], from: '2026-03-02T00:00:00Z', until: '2026-03-04T00:00:00Z' }],
  holdout: 0.2,
};

describe('a dry run of rules', () => {
  let database: Database;
  let end: () => Promise<void>;
  beforeAll(async () => {
    ({ database, end } = await migratedPostgres());
  });
  beforeEach(async () => {
    await database.pool.query(
      'TRUNCATE alert, alert_outcome, task, received_transition, tenant_clock, sales_team, outbox CASCADE',
    );
  });
  afterAll(() => end());

  const clock = (at: number) =>
    database.transaction((tx) =>
      saveClocks(tx, [{ tenant: 'default', mode: 'manual', now: new Date(at).toISOString() }]),
    );
  const receive = (transitions: readonly Transition[], policy = usual, log = new TransitionLog(calendarOf)) => {
    const handler = raiseAlerts({
      ...{ policy, log, calendarOf, onRaised: () => undefined, now: () => NOON },
      queueDeliveries: async () => undefined,
    });
    const context = { topic: 'x', partition: 0, epoch: '1' };
    return database.transaction((tx) => handler(receivedTransitions(transitions), tx, context));
  };
  const dryRun = (policy: RulePolicy, inForce = usual) =>
    new RuleDryRun(database, new RuleDirectory(inForce), calendarOf).run(
      { tenant: 'default', version: 1, policy },
      'en',
    );

  /** What was raised, counted by plain SQL. */
  const raised = async () => {
    const counted = async (select: string, from = 'alert') => {
      const { rows } = await database.pool.query<{ name: string; n: number }>(
        `SELECT ${select} AS name, count(*)::int AS n FROM ${from} WHERE muted IS NULL GROUP BY 1`,
      );
      return Object.fromEntries(rows.map(({ name, n }) => [name, n]));
    };
    const { rows } = await database.pool.query<{ name: string; n: number }>(
      'SELECT muted AS name, count(*)::int AS n FROM alert WHERE muted IS NOT NULL GROUP BY 1',
    );
    return {
      byRule: await counted('rule'),
      bySeverity: await counted('severity'),
      byPerson: await counted('person', 'alert, unnest(recipients) AS person'),
      byDay: await counted(`to_char(raised_at AT TIME ZONE '${ZONE}', 'YYYY-MM-DD')`),
      muted: Object.fromEntries(rows.map(({ name, n }) => [name, n])),
    };
  };

  it('says of any transitions and batches exactly what was raised', async () => {
    const kinds: Partial<Transition>[] = [
      { from: 'watch', to: 'at-risk' },
      { kind: 'stage', from: 'mature', to: 'churned' },
      { kind: 'tier', basis: 'final', month: '2026-02', label: 'abnormal-stop', from: 'A', to: 'D' },
      { kind: 'behind-pace', from: 'on-pace', to: 'behind' },
      { kind: 'rfm', from: null, to: 'champions' },
    ];
    const one = fc.record({
      kind: fc.constantFrom(...kinds),
      customer: fc.nat(4),
      owner: fc.constantFrom('li.wei', 'zhang.min', undefined),
      lateHours: fc.nat(60),
      alertable: fc.boolean(),
    });
    const days = fc.array(fc.array(one, { maxLength: 8 }), { minLength: 1, maxLength: 6 });
    await saveTeam(database, 'default', TEAM, 'spec');
    await fc.assert(
      fc.asyncProperty(days, async (plan) => {
        await database.pool.query(
          'TRUNCATE alert, alert_outcome, task, received_transition, tenant_clock, outbox CASCADE',
        );
        const log = new TransitionLog(calendarOf);
        let serial = 0;
        let last: readonly Transition[] = [];
        for (const [day, batch] of plan.entries()) {
          const now = NOON + day * DAY_MS;
          await clock(now);
          const transitions = batch.map(({ kind, customer, owner, lateHours, alertable }) =>
            sampleTransition({
              ...kind,
              ...{ id: `t-${++serial}`, customerId: `c-${customer}`, alertable },
              customer: { identifiers: [], ...(owner && { owner }) },
              effectiveAt: new Date(now - lateHours * 3_600_000).toISOString(),
              recordedAt: new Date(now - 1_000).toISOString(),
            }),
          );
          await receive(transitions, usual, log);
          last = transitions;
        }
        // What comes again raises nothing, and is not counted twice.
        await receive(last, usual, log);
        const { inForce, proposed, transitions, complete } = await dryRun(usual);
        const listed = <T>(items: readonly T[], name: (item: T) => string, n: (item: T) => number) =>
          Object.fromEntries(items.map((item) => [name(item), n(item)]));
        const { byRule, bySeverity, byPerson, byDay, muted } = proposed;
        expect({
          byRule: listed(
            byRule,
            ({ rule }) => rule,
            ({ alerts }) => alerts,
          ),
          bySeverity,
          byPerson: listed(
            byPerson,
            ({ person }) => person,
            ({ alerts }) => alerts,
          ),
          byDay: listed(
            byDay,
            ({ day }) => day,
            ({ alerts }) => alerts,
          ),
          muted,
        }).toEqual(await raised());
        expect([inForce, transitions, complete]).toEqual([proposed, serial, true]);
      }),
      { numRuns: 25 },
    );
  });

  it('tells what other rules would have raised beside those in force, without raising anything', async () => {
    for (const day of [0, 1, 2]) {
      await clock(NOON + day * DAY_MS);
      const at = new Date(NOON + day * DAY_MS).toISOString();
      const transitions = Array.from({ length: day + 1 }, (_, n) =>
        sampleTransition({ id: `d-${day}-${n}`, customerId: `c-${n}`, effectiveAt: at, recordedAt: at }),
      );
      await receive(transitions);
    }
    const often = policyOf(({ id }) => (id === 'at-risk' ? { throttleDays: 1, severity: 'critical' } : {}));
    const { summary, proposed, inForce, samples, from, to, activeVersion } = await dryRun(often);
    expect(summary).toBe('6 alerts, 1 person, busiest day 3');
    expect(proposed).toMatchObject({
      ...{ alerts: 6, people: 1, busiestDay: { day: '2026-03-03', alerts: 3 }, bySeverity: { critical: 6 } },
      byPerson: [{ person: 'li.wei', alerts: 6, busiestDay: { day: '2026-03-03', alerts: 3 } }],
    });
    expect(inForce).toMatchObject({ alerts: 3, bySeverity: { warning: 3 }, silent: { throttled: 3 } });
    expect(samples).toHaveLength(3);
    expect(samples[0]).toMatchObject({
      rule: 'at-risk',
      severity: 'critical',
      customerId: 'c-0',
      recipients: ['li.wei'],
    });
    const today = localDay(NOON + 2 * DAY_MS, ZONE);
    expect([from, to, activeVersion]).toEqual([formatDay(today - 89), '2026-03-03', 0]);
    expect((await database.pool.query('SELECT count(*)::int AS n FROM alert')).rows).toEqual([{ n: 3 }]);
  });

  it('counts what was raised before it begins as spoken of already, and looks at nothing older', async () => {
    const log = new TransitionLog(calendarOf);
    const throttled = policyOf(({ id }) => (id === 'at-risk' ? { throttleDays: 366 } : {}));
    await receive([sampleTransition({ id: 'old' })], throttled, log);
    const later = NOON + KEPT_DAYS * DAY_MS;
    const at = new Date(later).toISOString();
    await clock(later);
    const [second, third] = ['c-1', 'c-2'].map((customerId) =>
      sampleTransition({ id: `new-${customerId}`, customerId, effectiveAt: at, recordedAt: at }),
    );
    // A log that is read from its beginning brings what is too old.
    await receive([sampleTransition({ id: 'ancient', customerId: 'c-9' }), second!, third!], throttled, log);
    const { proposed, transitions } = await dryRun(throttled);
    expect(transitions).toBe(2);
    expect(proposed).toMatchObject({ alerts: 1, silent: { throttled: 1 } });
    const { rows } = await database.pool.query('SELECT id FROM received_transition ORDER BY id');
    expect(rows).toEqual([{ id: 'new-c-1' }, { id: 'new-c-2' }]);
  });

  it('looks at many transitions page by page, and keeps batches whole across pages', async () => {
    const many = 12_000;
    const today = localDay(NOON, ZONE);
    await clock(NOON);
    for (let first = 0; first < many; first += 3_000) {
      const kept = Array.from({ length: 3_000 }, (_, n) => ({
        transition: sampleTransition({ id: `m-${first + n}`, customerId: `c-${(first + n) % 4_000}` }),
        ...{ day: today, seenAt: NOON, place: n },
      }));
      await database.transaction((tx) => keepTransitions(tx, kept));
    }
    const { proposed, transitions } = await dryRun(usual);
    expect([transitions, proposed.alerts, proposed.silent]).toEqual([many, 4_000, { throttled: 8_000 }]);
  });
});
