import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CustomerProfiled, type Profile, type Transition } from '@orderweave/contracts';
import { alertId, type SalesTeam } from '@orderweave/domain-notification';
import { sampleTransition } from '@orderweave/domain-notification/testing';
import type { CallerIdentity } from '@orderweave/service';
import fc from 'fast-check';
import { raiseAlerts } from '../rules/raise-alerts.js';
import { TaskDesk } from '../tasks/task-desk.js';
import { saveTeam } from '../team/sales-team.store.js';
import { calendarOf } from '../testing/calendars.js';
import { deliveryRig, type DeliveryRig } from '../testing/delivery-rig.js';
import { receivedTransitions } from '../testing/received-transitions.js';
import { eventOf } from '../life/event-of.js';
import { loadPolicy } from '../rules/load-policy.js';
import { followOrders } from '../outcome/follow/follow-orders.js';
import { noteTiers } from '../visits/note-tiers.js';
import { findHolders } from './find-holders.js';
import { followProfiles } from './follow-profiles.js';
import { handOver } from './hand-over.js';

const NOW = Date.parse('2026-03-02T06:00:00Z');
const CONTEXT = { topic: 'x', partition: 0, epoch: '1' };
const CUSTOMERS = ['c-0', 'c-1', 'c-2', 'c-3'];
const REPS = ['ann', 'bob', 'cat'];
const team: SalesTeam = {
  people: REPS.map((name) => ({ name, team: 'east' })),
  teams: [{ name: 'east', manager: 'boss' }],
  pool: [],
};
const STOP = { kind: 'tier', basis: 'final', label: 'abnormal-stop', month: '2026-02', from: 'A', to: 'D' } as const;

type Step =
  | { readonly do: 'merge'; readonly from: number; readonly into: number }
  | { readonly do: 'part'; readonly from: number }
  | { readonly do: 'own'; readonly customer: number; readonly owner: number }
  | { readonly do: 'raise'; readonly customer: number }
  | { readonly do: 'acknowledge'; readonly nth: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: fc.record({ do: fc.constant('merge' as const), from: fc.nat(3), into: fc.nat(3) }), weight: 3 },
  { arbitrary: fc.record({ do: fc.constant('part' as const), from: fc.nat(3) }), weight: 2 },
  { arbitrary: fc.record({ do: fc.constant('own' as const), customer: fc.nat(3), owner: fc.nat(2) }), weight: 1 },
  { arbitrary: fc.record({ do: fc.constant('raise' as const), customer: fc.nat(3) }), weight: 3 },
  { arbitrary: fc.record({ do: fc.constant('acknowledge' as const), nth: fc.nat(5) }), weight: 1 },
);

describe('customers who merge and come apart again', () => {
  let rig: DeliveryRig;
  let desk: TaskDesk;
  beforeAll(async () => {
    rig = await deliveryRig();
    desk = new TaskDesk(rig.database, calendarOf);
  });
  afterAll(() => rig.end());

  /** A tenant of its own, what comes to it, and what its people see. */
  const company = async (tenant: string) => {
    await saveTeam(rig.database, tenant, team, 'spec');
    await rig.database.pool.query(`INSERT INTO tenant_clock VALUES ($1, 'manual', $2)`, [tenant, new Date(NOW)]);
    const hand = handOver(rig.clockwork.reowning(() => NOW));
    const following = { handOver: hand, onNews: () => undefined, now: () => NOW };
    const policy = loadPolicy('');
    const raising = raiseAlerts({
      ...{ policy, calendarOf, onRaised: () => undefined, now: () => NOW },
      queueDeliveries: async () => undefined,
    });
    const onTransitions = noteTiers(raising, calendarOf, hand);
    const onProfiles = followProfiles(followOrders(following), following);
    const versions = new Map<string, number>();
    const caller = (name: string, role: CallerIdentity['role'] = 'rep'): CallerIdentity => ({
      ...{ name, tenant, role, channels: ['*'] },
    });
    const boss = caller('boss', 'manager');
    return {
      boss,
      caller,
      profile: async (customerId: string, owner: string | undefined, mergedInto?: string) => {
        const version = (versions.get(customerId) ?? 0) + 1;
        versions.set(customerId, version);
        const name = `name of ${customerId}`;
        const payload: Profile = { tenant, customerId, version, identifiers: [], name };
        if (owner !== undefined) payload.owner = owner;
        if (mergedInto !== undefined) payload.mergedInto = mergedInto;
        const received = { ...receivedTransitions([sampleTransition()])[0]!, event: CustomerProfiled, payload };
        await rig.database.transaction((tx) => onProfiles([received], tx, CONTEXT));
      },
      raise: async (id: string, customerId: string, given: Partial<Transition> = STOP) => {
        const at = new Date(NOW).toISOString();
        const customer = { name: `name of ${customerId}`, identifiers: [], owner: 'nobody-in-particular' };
        const transition = sampleTransition({
          ...{ tenant, id, customerId, customer, effectiveAt: at, recordedAt: at },
          ...given,
        });
        await rig.database.transaction((tx) => onTransitions(receivedTransitions([transition]), tx, CONTEXT));
        return alertId(transition);
      },
      acknowledge: (id: string, actor: string) =>
        rig.inbox.change(
          { ...boss, name: actor },
          {
            alertId: id,
            event: (now) => eventOf('acknowledge', {}, { actor, now, calendar: calendarOf(tenant) }),
          },
          'en',
        ),
      alerts: async (who: CallerIdentity, query: { owner?: string; customer?: string } = {}) =>
        (await rig.inbox.list(who, { limit: 200, ...query }, 'en')).items,
      tasks: async (customer: string) => (await desk.list(boss, { customer, limit: 200 }, 'en')).items,
    };
  };

  it('have the alerts and tasks of whoever they are now, as if those who came apart had never merged', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const firm = await company(`merges-${++run}`);
        const owners = new Map(CUSTOMERS.map((id, n) => [id, REPS[n % REPS.length]!]));
        const into = new Map<string, string>();
        const raised: { id: string; customer: string; taken: string | null }[] = [];
        const holderOf = (id: string) => findHolders(into).get(id) ?? id;
        for (const [id, owner] of owners) await firm.profile(id, owner);
        for (const [n, one] of steps.entries()) {
          if (one.do === 'merge') {
            const [from, to] = [CUSTOMERS[one.from]!, CUSTOMERS[one.into]!];
            if (from === to || into.has(from) || holderOf(to) === from) continue;
            into.set(from, to);
            // Who is part of another has no order of its own any more that would tell an owner.
            await firm.profile(from, undefined, to);
          } else if (one.do === 'part') {
            const id = CUSTOMERS[one.from]!;
            if (!into.delete(id)) continue;
            await firm.profile(id, owners.get(id));
          } else if (one.do === 'own') {
            const id = CUSTOMERS[one.customer]!;
            owners.set(id, REPS[one.owner]!);
            if (!into.has(id)) await firm.profile(id, owners.get(id));
          } else if (one.do === 'raise') {
            const customer = CUSTOMERS[one.customer]!;
            raised.push({ id: await firm.raise(`t-${n}`, customer), customer, taken: null });
          } else {
            const alert = raised[one.nth];
            if (!alert || alert.taken !== null) continue;
            alert.taken = owners.get(holderOf(alert.customer))!;
            await firm.acknowledge(alert.id, alert.taken);
          }
        }
        const ownerNow = (customer: string) => owners.get(holderOf(customer))!;
        const seen = await firm.alerts(firm.boss);
        const told = new Map(seen.map((alert) => [alert.id, alert]));
        expect(raised.map(({ id }) => told.get(id)?.customer)).toEqual(
          raised.map(({ customer }) => {
            const id = holderOf(customer);
            const formerId = id === customer ? null : customer;
            return { id, name: `name of ${id}`, identifiers: [], owner: ownerNow(customer), formerId };
          }),
        );
        for (const { id, customer, taken } of raised) {
          if (taken === null) expect(told.get(id)?.recipients).toEqual([ownerNow(customer), 'boss']);
        }
        for (const rep of REPS) {
          const own = raised.filter(({ customer }) => ownerNow(customer) === rep);
          const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id).sort();
          expect(ids(await firm.alerts(firm.boss, { owner: rep }))).toEqual(ids(own));
          // What somebody took stays with whoever took it, besides.
          const taken = raised.filter((alert) => alert.taken === rep && !own.includes(alert));
          expect(ids(await firm.alerts(firm.caller(rep)))).toEqual(ids([...own, ...taken]));
        }
        for (const customer of CUSTOMERS) {
          const family = raised.filter((alert) => holderOf(alert.customer) === holderOf(customer));
          expect((await firm.alerts(firm.boss, { customer })).map(({ id }) => id).sort()).toEqual(
            family.map(({ id }) => id).sort(),
          );
          const tasks = await firm.tasks(customer);
          expect(tasks).toHaveLength(3 * family.length);
          for (const { alert, assignee, customer: shown } of tasks) {
            const { taken } = family.find(({ id }) => id === alert)!;
            expect(shown).toEqual({
              id: holderOf(customer),
              name: `name of ${holderOf(customer)}`,
              owner: ownerNow(customer),
            });
            if (taken === null) expect(assignee).toBe(ownerNow(customer));
          }
        }
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('are one customer for what throttles and inhibits, also when the alert comes under the former id', async () => {
    const firm = await company('one-customer');
    await firm.profile('old', undefined, 'new');
    await firm.profile('new', 'ann');
    await firm.raise('first', 'new', { kind: 'risk' });
    await firm.raise('second', 'old', { kind: 'risk' });
    await firm.raise('stopped', 'old', STOP);
    await firm.raise('pace', 'new', { kind: 'behind-pace', from: null, to: 'behind' });
    const alerts = await firm.alerts(firm.boss, { customer: 'old' });
    expect(alerts.map(({ rule, muted }) => [rule, muted]).sort()).toEqual([
      ['abnormal-stop', null],
      ['at-risk', null],
      ['behind-pace', 'inhibited'],
    ]);
    expect(new Set(alerts.flatMap(({ recipients }) => recipients))).toEqual(new Set(['ann', 'boss']));
  });

  it('go to a new owner with a line in the history; what somebody has acknowledged stays theirs', async () => {
    const firm = await company('reowned');
    await firm.profile('c', 'ann');
    const [open, taken] = [await firm.raise('a', 'c'), await firm.raise('b', 'c')];
    await firm.acknowledge(taken, 'ann');
    await firm.profile('c', 'bob');
    expect((await firm.alerts(firm.caller('ann'))).map(({ id }) => id)).toEqual([taken]);
    expect((await firm.alerts(firm.caller('bob'))).map(({ id }) => id).sort()).toEqual([open, taken].sort());
    expect((await firm.alerts(firm.boss, { owner: 'bob' })).map(({ id }) => id).sort()).toEqual([open, taken].sort());
    const detail = await rig.inbox.read(firm.boss, open, 'en');
    expect(detail.recipients).toEqual(['bob', 'boss']);
    expect(detail.audit.map(({ actor, action, detail: what }) => [actor, action, what])).toEqual([
      ['orderweave', 'reown', 'ann → bob'],
    ]);
    expect((await rig.inbox.read(firm.boss, taken, 'en')).recipients).toEqual(['ann', 'boss']);
  });
});
