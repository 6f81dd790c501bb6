import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Transition } from '@orderweave/contracts';
import type { AlertAction, AlertEvent, SalesTeam } from '@orderweave/domain-notification';
import type { CallerIdentity } from '@orderweave/service';
import { eventually } from '@orderweave/testing';
import fc from 'fast-check';
import { handOver } from '../merges/hand-over.js';
import { saveTeam } from '../team/sales-team.store.js';
import { calendarOf } from '../testing/calendars.js';
import { deliveryRig, type DeliveryRig } from '../testing/delivery-rig.js';
import { WatchedAlert, type PlainRule, type PlainTeam } from './escalations.fixture.js';
import { eventOf } from './event-of.js';

const MINUTE = 60_000;
const BEGIN = Date.parse('2026-04-24T16:00:00Z');
const boss: CallerIdentity = { name: 'boss', tenant: 'default', role: 'manager', channels: ['*'] };
const OWNERS = ['li.wei', 'wu.lei', 'alone'];
const day = (offset: number) => new Date(BEGIN + (offset * 1_440 + 480) * MINUTE).toISOString().slice(0, 10);

/** Three rules: working days, hours by night and on holidays, and one whose manager is told at once. */
const KINDS: readonly (PlainRule & { given: Partial<Transition> })[] = [
  { given: {}, hours: 48, clock: 'working', levels: [0] },
  { given: { kind: 'feedback', from: null, to: 'complaint' }, hours: 24, clock: 'calendar', levels: [0] },
  {
    given: { kind: 'tier', basis: 'final', label: 'abnormal-stop', from: 'A', to: 'D', month: '2026-03' },
    ...{ hours: 24, clock: 'working', levels: [0, 1] },
  },
];

const step = fc.record({
  /** Minutes that the clock goes on: a quarter of an hour, some hours, a day, days. */
  minutes: fc.oneof(
    fc.integer({ min: 1, max: 90 }),
    fc.integer({ min: 60, max: 700 }),
    fc.constantFrom(1_440, 2_880, 5_760),
  ),
  act: fc.constantFrom(
    'raise',
    'raise',
    'snooze',
    'snooze-until',
    'acknowledge',
    'reopen',
    'hand-over',
    'none',
    'none',
  ),
  which: fc.nat(100),
  amount: fc.nat(4_000),
});
const teams = fc.record({
  managers: fc.constantFrom<PlainTeam['managers']>({ 'li.wei': 'boss', 'wu.lei': 'chief' }, { 'li.wei': 'boss' }, {}),
  pool: fc.constantFrom(['night'], ['night', 'boss'], []),
  away: fc.array(
    fc
      .record({ name: fc.constantFrom('boss', 'chief', 'night', 'li.wei'), from: fc.nat(12), days: fc.nat(6) })
      .map(({ name, from, days }) => ({ name, from: day(from), to: day(from + days) })),
    { maxLength: 4 },
  ),
});

describe('escalations', () => {
  let rig: DeliveryRig;
  beforeAll(async () => {
    rig = await deliveryRig();
  });
  afterAll(() => rig.end());

  const sql = async (text: string, values: unknown[] = []) =>
    (await rig.database.pool.query<Record<string, unknown>>(text, values)).rows;
  const setClock = (now: number) =>
    sql(
      `INSERT INTO tenant_clock VALUES ('default', 'manual', $1) ON CONFLICT (tenant) DO UPDATE SET now = excluded.now`,
      [new Date(now).toISOString()],
    );
  const change = (id: string, event: (now: number) => AlertEvent) =>
    rig.inbox.change(boss, { alertId: id, event }, 'en');
  const act = (id: string, action: AlertAction, until?: string) =>
    change(id, (now) =>
      eventOf(action, until === undefined ? {} : { until }, { actor: 'boss', now, calendar: calendarOf('default') }),
    );
  const begin = async (team: SalesTeam) => {
    await eventually(() =>
      sql('TRUNCATE alert, alert_outcome, task, outbox, endpoint, sales_team, tenant_clock, delivery CASCADE'),
    );
    await saveTeam(rig.database, 'default', team, 'spec');
    await setClock(BEGIN);
  };
  const escalationsOf = async (id: string) =>
    (await rig.inbox.read(boss, id, 'en')).audit
      .filter(({ action }) => action === 'escalate')
      .map(({ at, detail }) => ({ at, people: detail }));

  it('come at the minute at which somebody who looks at the clock each minute would make them, however far it leaps', async () => {
    await fc.assert(
      fc.asyncProperty(teams, fc.array(step, { minLength: 5, maxLength: 25 }), async (plain, steps) => {
        await begin(teamOf(plain));
        const alerts: { id: string; customerId: string; watched: WatchedAlert }[] = [];
        let now = BEGIN;
        for (const [n, { minutes, act: what, which, amount }] of steps.entries()) {
          const until = now + minutes * MINUTE;
          await setClock(until);
          await rig.clockwork.sweepAll(0);
          for (let at = now + MINUTE; at <= until; at += MINUTE) for (const { watched } of alerts) watched.tick(at);
          now = until;
          const chosen = alerts[which % Math.max(1, alerts.length)];
          if (what === 'raise') {
            const { given, ...rule } = KINDS[which % KINDS.length]!;
            const [customerId, owner, at] = [`c-${n}`, OWNERS[amount % OWNERS.length]!, new Date(now).toISOString()];
            const customer = { name: 'x', identifiers: [], owner };
            const id = await rig.raise({ customerId, customer, effectiveAt: at, recordedAt: at, ...given });
            alerts.push({ id, customerId, watched: new WatchedAlert(plain, owner, rule, now) });
          } else if (!chosen || what === 'none') continue;
          else if (what === 'hand-over') {
            const owner = OWNERS[amount % OWNERS.length]!;
            const hand = handOver(rig.clockwork.reowning(() => 0));
            const before = await rig.inbox.read(boss, chosen.id, 'en');
            await rig.database.transaction((tx) =>
              hand(tx, [{ tenant: 'default', customerId: chosen.customerId, owner }]),
            );
            if (before.acknowledgedAt === null) chosen.watched.handOver(now, owner);
          } else {
            const { state } = await rig.inbox.read(boss, chosen.id, 'en');
            if (what === 'snooze' || what === 'snooze-until') {
              const end = what === 'snooze' ? undefined : now + (amount + 1) * MINUTE;
              await act(chosen.id, 'snooze', end === undefined ? undefined : new Date(end).toISOString());
              const { snoozedUntil } = await rig.inbox.read(boss, chosen.id, 'en');
              expect(snoozedUntil).toBe(new Date(chosen.watched.snooze(now, end)).toISOString());
            } else if (what === 'acknowledge') {
              await act(chosen.id, 'acknowledge');
              chosen.watched.see();
            } else if (state !== 'open' && state !== 'delivered') {
              await act(chosen.id, 'reopen');
              chosen.watched.reopen(now);
            }
          }
        }
        for (const { id, watched } of alerts) expect(await escalationsOf(id)).toEqual(watched.escalations);
      }),
      { numRuns: 30 },
    );
  });

  const plain: PlainTeam = { managers: { 'li.wei': 'boss' }, pool: ['night'], away: [] };
  /** Due on Tuesday at nine; Sunday, 26 April is none of the make-up days. */
  const DUE = Date.parse('2026-04-28T01:00:00Z');
  const raised = (more: Partial<Transition> = {}) => {
    const at = new Date(DUE - 2 * 1_440 * MINUTE).toISOString();
    return rig.raise({ ...KINDS[2]!.given, effectiveAt: at, recordedAt: at, ...more });
  };

  it('wait for who has the alert in hand as the clock leaps, so that nobody hears of it one leap later', async () => {
    await begin(teamOf(plain));
    const id = await raised();
    const other = await rig.database.pool.connect();
    await other.query('BEGIN');
    await other.query('SELECT FROM alert WHERE id = $1 FOR UPDATE', [id]);
    await setClock(DUE + MINUTE);
    let swept: number | undefined;
    const sweeping = rig.clockwork.sweepAll(0).then((steps) => (swept = steps));
    await Promise.race([sweeping, new Promise((resolve) => setTimeout(resolve, 300))]);
    await other.query('COMMIT');
    other.release();
    await sweeping;
    expect(swept).toBe(1);
    expect(await escalationsOf(id)).toEqual([{ at: new Date(DUE).toISOString(), people: 'pool: night' }]);
  });

  it('are none of what nobody was told, also when it is reopened', async () => {
    const silence = { id: 's', from: '2026-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' };
    await begin({ ...teamOf(plain), silences: [silence] });
    const id = await raised({ kind: 'risk', to: 'at-risk' });
    await act(id, 'acknowledge');
    await act(id, 'reopen');
    await setClock(DUE + 10 * 1_440 * MINUTE);
    await rig.clockwork.sweepAll(0);
    expect(await rig.inbox.read(boss, id, 'en')).toMatchObject({ state: 'open', level: 'owner', muted: 'silenced' });
  });

  it('by the wall clock count from when they were made, so that nobody told after an outage is passed over', async () => {
    await begin(teamOf(plain));
    await sql('DELETE FROM tenant_clock');
    const id = await rig.raise();
    const late = Date.parse('2026-03-10T02:00:00Z');
    expect(await rig.clockwork.sweepAll(late)).toBe(1);
    expect(await rig.clockwork.sweepAll(late + 1_440 * MINUTE)).toBe(0);
    expect(await rig.clockwork.sweepAll(late + 2 * 1_440 * MINUTE)).toBe(1);
    expect((await escalationsOf(id)).map(({ at }) => at)).toEqual([
      '2026-03-10T02:00:00.000Z',
      '2026-03-12T02:00:00.000Z',
    ]);
  });
});

function teamOf({ managers, pool, away }: PlainTeam): SalesTeam {
  const names = [...OWNERS, 'boss', 'chief', 'night'];
  return {
    people: names.map((name) => ({
      name,
      ...(managers[name] !== undefined && { team: `of ${managers[name]}` }),
      absences: away.filter((one) => one.name === name).map(({ from, to }) => ({ from, to })),
    })),
    teams: [...new Set(Object.values(managers))].map((manager) => ({ name: `of ${manager}`, manager })),
    pool: [...pool],
    grouping: { waitSeconds: 0, intervalSeconds: 0, stormOver: 10 },
  };
}
