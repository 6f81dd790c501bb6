import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SalesTeam } from '@orderweave/domain-notification';
import { formatDay } from '@orderweave/domain-ordering';
import type { CallerIdentity } from '@orderweave/service';
import { eventually } from '@orderweave/testing';
import { eventOf, type ActionDetails } from '../life/event-of.js';
import { saveTeam } from '../team/sales-team.store.js';
import { calendarOf } from '../testing/calendars.js';
import { deliveryRig, type DeliveryRig } from '../testing/delivery-rig.js';
import { TaskDesk } from './task-desk.js';

const caller = (name: string, role: CallerIdentity['role']): CallerIdentity => ({
  ...{ name, tenant: 'default', role, channels: ['*'] },
});
const boss = caller('boss', 'manager');
const team: SalesTeam = {
  people: [{ name: 'li.wei', team: 'east' }, { name: 'zhang.min', team: 'east' }, { name: 'boss' }],
  teams: [{ name: 'east', manager: 'boss' }],
  pool: [],
  grouping: { waitSeconds: 0, intervalSeconds: 0, stormOver: 10 },
};
/** An abnormal stop: call in 1 day, visit in 3, a special offer. */
const STOP = { kind: 'tier', basis: 'final', label: 'abnormal-stop', month: '2026-02', from: 'A', to: 'D' } as const;
/** A new customer: days 1, 3, 7, 15, then weekly. */
const NEW = { kind: 'stage', from: null, to: 'new' } as const;

describe('the tasks of alerts', () => {
  let rig: DeliveryRig;
  let desk: TaskDesk;
  beforeAll(async () => {
    rig = await deliveryRig();
    desk = new TaskDesk(rig.database, calendarOf);
  });
  beforeEach(async () => {
    // The worker may hold rows in another order.
    await eventually(() =>
      sql(
        'TRUNCATE alert, alert_outcome, task, task_reminder, outbox, endpoint, sales_team, tenant_clock, delivery, customer_tier CASCADE',
      ),
    );
    await saveTeam(rig.database, 'default', team, 'spec');
    await clock('2026-03-01T14:00');
  });
  afterAll(() => rig.end());

  const sql = async (text: string) => (await rig.database.pool.query<Record<string, unknown>>(text)).rows;
  const at = (text: string) => new Date(`${text}+08:00`).toISOString();
  const clock = (moment: string) =>
    sql(`INSERT INTO tenant_clock VALUES ('default', 'manual', '${at(moment)}')
      ON CONFLICT (tenant) DO UPDATE SET now = excluded.now, mode = 'manual'`);
  /** Sweeps with a clock that shows this local moment: alerts, then tasks. */
  const sweep = async (moment: string, mode: 'wall' | 'manual' = 'wall') => {
    await clock(moment);
    await sql(`UPDATE tenant_clock SET mode = '${mode}'`);
    await rig.clockwork.sweepAll(Date.parse(at(moment)));
    await rig.taskClockwork.sweepAll(Date.parse(at(moment)));
    await sql(`UPDATE tenant_clock SET mode = 'manual'`);
  };
  const act = (
    alertId: string,
    action: 'acknowledge' | 'resolve' | 'reopen',
    actor = 'boss',
    details: ActionDetails = {},
  ) =>
    rig.inbox.change(
      { ...boss, name: actor },
      { alertId, event: (now) => eventOf(action, details, { actor, now, calendar: calendarOf('default') }) },
      'en',
    );
  const rows = async () =>
    (
      await sql(`SELECT split_part(id, '-', 2) AS n, kind, day, assignee, state, reason FROM task ORDER BY day, id`)
    ).map(({ n, kind, day, assignee, state, reason }) =>
      [n, kind, formatDay(day as number), assignee, state, reason].filter((one) => one !== null).join(' '),
    );
  const states = async () => (await rows()).map((row) => row.split(' ').slice(4).join(' '));
  const reminders = async () =>
    sql(`SELECT endpoint_id, card->>'title' AS title FROM delivery WHERE card IS NOT NULL ORDER BY endpoint_id`);

  it('are there with the alert, on working days of the tenant, once however often the alert comes', async () => {
    const id = await rig.raise({ ...STOP, id: 'stop', customerId: 'c-stop' });
    // Sunday, 1 March 2026.
    const expected = [
      '0 call 2026-03-02 li.wei open',
      '1 visit 2026-03-04 li.wei open',
      '2 offer 2026-03-04 li.wei open',
    ];
    expect(await rows()).toEqual(expected);
    await desk.act(boss, { id: `${id}-0`, action: 'complete', outcome: 'reached' }, 'en');
    await rig.raise({ ...STOP, id: 'stop', customerId: 'c-stop' });
    expect(await rows()).toEqual(['0 call 2026-03-02 li.wei done', ...expected.slice(1)]);
    const alert = await rig.inbox.read(boss, id, 'en');
    expect(alert.tasks.map(({ kindName, text, state }) => [kindName, text, state])).toEqual([
      ['Call', 'Call within 1 day and ask why the orders stopped', 'done'],
      ['Visit', 'Visit within 3 days', 'open'],
      ['Offer', 'Make a special offer', 'open'],
    ]);
  });

  it('end with an order that recovers the alert, and come back if that order is none', async () => {
    const id = await rig.raise({ ...STOP, customerId: 'c-back' });
    await desk.act(boss, { id: `${id}-0`, action: 'complete', outcome: 'reached' }, 'en');
    await clock('2026-03-03T10:00');
    await rig.inbox.change(boss, { alertId: id, event: () => ({ action: 'recover' }) }, 'en');
    expect(await states()).toEqual(['done', 'cancelled alert-recovered', 'cancelled alert-recovered']);
    await clock('2026-03-05T10:00');
    await rig.inbox.change(boss, { alertId: id, event: () => ({ action: 'reopen', actor: 'orderweave' }) }, 'en');
    expect(await rows()).toEqual([
      '0 call 2026-03-02 li.wei done',
      '1 visit 2026-03-05 li.wei open',
      '2 offer 2026-03-05 li.wei open',
    ]);
  });

  it('are nobody’s where nobody is told', async () => {
    await saveTeam(rig.database, 'default', { ...team, holdout: 0.5 }, 'spec');
    for (let n = 0; n < 20; n++) await rig.raise({ ...STOP, id: `held-${n}`, customerId: `held-${n}` });
    const [row] = await sql(
      `SELECT count(*) FILTER (WHERE muted IS NULL)::int AS told, count(*)::int AS alerts FROM alert`,
    );
    expect(row!['told']).toBeLessThan(row!['alerts'] as number);
    expect(await rows()).toHaveLength(3 * (row!['told'] as number));
  });

  it('go up with the alert, and to whoever says to see to it, but stay with whom somebody gave them', async () => {
    const id = await rig.raise({ kind: 'risk' });
    await desk.change(boss, `${id}-1`, { assignee: 'zhang.min' }, 'en');
    await sweep('2026-03-04T09:00');
    expect(await rows()).toEqual(['0 call 2026-03-02 boss open', '1 message 2026-03-10 zhang.min open']);
    await act(id, 'acknowledge', 'li.wei');
    expect(await rows()).toEqual(['0 call 2026-03-02 li.wei open', '1 message 2026-03-10 zhang.min open']);
    const { history } = await desk.read(boss, `${id}-0`, 'en');
    expect(history.filter(({ action }) => action === 'change').map(({ actor, detail }) => [actor, detail])).toEqual([
      ['orderweave', 'assignee: boss'],
      ['li.wei', 'assignee: li.wei'],
    ]);
  });

  it('end with the alert and come back with it, none of them earlier than today', async () => {
    const id = await rig.raise(STOP);
    await desk.act(boss, { id: `${id}-2`, action: 'skip' }, 'en');
    await clock('2026-03-03T10:00');
    await act(id, 'resolve', 'boss', { reason: 'price' });
    expect(await states()).toEqual(['cancelled alert-resolved', 'cancelled alert-resolved', 'skipped']);
    await act(id, 'reopen');
    expect(await rows()).toEqual([
      '0 call 2026-03-03 li.wei open',
      '1 visit 2026-03-04 li.wei open',
      '2 offer 2026-03-04 li.wei skipped',
    ]);
    await sweep('2026-04-03T10:00');
    expect(await states()).toEqual(['cancelled alert-expired', 'cancelled alert-expired', 'skipped']);
    const { history } = await desk.read(boss, `${id}-0`, 'en');
    expect(history.map(({ action, detail }) => [action, detail]).filter(([action]) => action !== 'change')).toEqual([
      ['cancel', 'alert-resolved'],
      ['reopen', null],
      ['cancel', 'alert-expired'],
    ]);
  });

  it('repeat when the last is done or its day is over, until the alert ends', async () => {
    const id = await rig.raise({ ...NEW, id: 'new' });
    for (const number of [0, 1, 2]) await desk.act(boss, { id: `${id}-${number}`, action: 'complete' }, 'en');
    expect(await rows()).toHaveLength(4);
    // The last step is due on 20 March.
    await act(id, 'acknowledge');
    const done = await desk.act(boss, { id: `${id}-3`, action: 'complete', outcome: 'order-promised' }, 'en');
    expect(done).toMatchObject({ outcome: 'order-promised', settledBy: 'boss', repeats: false });
    expect((await rows()).slice(4)).toEqual(['4 call 2026-03-27 li.wei open']);
    await sweep('2026-03-27T23:00');
    expect(await rows()).toHaveLength(5);
    for (const day of ['2026-03-28', '2026-04-04', '2026-04-11', '2026-04-18', '2026-04-25'])
      await sweep(`${day}T00:00`);
    // The next would be due on 1 May, when the alert has ended: it was raised 60 days before.
    expect((await rows()).slice(4).map((row) => row.slice(0, 17))).toEqual([
      '4 call 2026-03-27',
      '5 call 2026-04-03',
      '6 call 2026-04-10',
      '7 call 2026-04-17',
      '8 call 2026-04-24',
    ]);
  });

  it('leave at most one of a kind behind when nobody does anything', async () => {
    const other = await rig.raise({ ...STOP, label: 'up', from: 'B', to: 'A' });
    expect(await rows()).toEqual(['0 message 2026-03-02 li.wei open']);
    for (const day of ['2026-03-10', '2026-03-17', '2026-03-24']) await sweep(`${day}T00:10`);
    const own = await sql(`SELECT day, state FROM task WHERE alert_id = '${other}' ORDER BY day`);
    expect(own.map(({ day, state }) => [formatDay(day as number), state])).toEqual([
      ['2026-03-02', 'open'],
      ['2026-03-16', 'cancelled'],
      ['2026-03-23', 'open'],
      ['2026-03-30', 'open'],
    ]);
  });

  it('remind once a day in working hours, after three working days the manager too, in one card each', async () => {
    for (const person of ['li.wei', 'boss'])
      await rig.add('wecom', { url: 'https://endpoint.invalid' }, { id: `ep-${person}`, person });
    await rig.add('wecom', { url: 'https://endpoint.invalid' }, { id: 'ep-all' });
    for (let n = 0; n < 3; n++) await act(await rig.raise(STOP), 'acknowledge', 'li.wei');
    await sql('TRUNCATE delivery CASCADE');
    await sweep('2026-03-03T00:00');
    await sweep('2026-03-03T08:59');
    expect(await reminders()).toEqual([]);
    await sweep('2026-03-03T09:00');
    await sweep('2026-03-03T12:00');
    expect(await reminders()).toEqual([{ endpoint_id: 'ep-li.wei', title: '3 项任务已逾期' }]);
    await sql('TRUNCATE delivery CASCADE');
    // The calls were due on Monday: Thursday is the third working day after it. Visits and offers were due on Wednesday.
    await sweep('2026-03-05T09:30');
    expect(await reminders()).toEqual([
      { endpoint_id: 'ep-boss', title: '团队有 3 项任务已逾期' },
      { endpoint_id: 'ep-li.wei', title: '9 项任务已逾期' },
    ]);
    await sql('TRUNCATE delivery CASCADE');
    // Missed on Friday for want of a process; by night nobody is told, after the weekend everybody.
    await sweep('2026-03-06T22:00');
    await sweep('2026-03-08T10:00');
    expect(await reminders()).toEqual([]);
    await sweep('2026-03-09T09:00');
    expect(await reminders()).toHaveLength(2);
    const [task] = (await desk.list(caller('li.wei', 'rep'), { limit: 1 }, 'en')).items;
    expect(task).toMatchObject({ overdue: true });
    expect(await desk.counts(caller('li.wei', 'rep'), 'boss')).toEqual({
      ...{ day: '2026-03-09', open: 9, today: 0, overdue: 9 },
    });
    const { history } = await desk.read(boss, task!.id, 'en');
    expect(history.filter(({ action }) => action === 'remind').map(({ detail }) => detail)).toEqual(['li.wei', 'boss']);
  });

  it('remind who wants to hear once a week as the week begins, and not who wants to hear of urgent things alone', async () => {
    const people = [
      { name: 'li.wei', digest: 'weekly' as const },
      { name: 'boss', minSeverity: 'critical' as const },
    ];
    await saveTeam(rig.database, 'default', { ...team, people, teams: [], pool: ['boss'] }, 'spec');
    for (const person of ['li.wei', 'boss'])
      await rig.add('wecom', { url: 'https://endpoint.invalid' }, { id: `ep-${person}`, person });
    await act(await rig.raise(STOP), 'acknowledge', 'li.wei');
    await sql('TRUNCATE delivery CASCADE');
    for (const day of ['03', '04', '05', '06']) await sweep(`2026-03-${day}T09:00`);
    expect(await reminders()).toEqual([]);
    await sweep('2026-03-09T09:00');
    expect(await reminders()).toEqual([{ endpoint_id: 'ep-li.wei', title: '3 项任务已逾期' }]);
  });

  it('are swept by several processes at once while people settle alerts: a card each a day, and nothing left open', async () => {
    await rig.add('wecom', { url: 'https://endpoint.invalid' }, { id: 'ep-boss', person: 'boss' });
    const ids: string[] = [];
    for (let n = 0; n < 12; n++) {
      ids.push(await rig.raise({ ...NEW, customer: { identifiers: [], name: `n-${n}`, owner: 'boss' } }));
      await act(ids.at(-1)!, 'acknowledge');
    }
    await sql('TRUNCATE delivery CASCADE');
    await clock('2026-03-24T09:00');
    const sweeps = Array.from({ length: 4 }, () => rig.taskClockwork.sweepAll(Date.parse(at('2026-03-24T09:00'))));
    const settled = ids.slice(0, 6).map((id) => act(id, 'resolve'));
    const done = ids.slice(6).map((id) => desk.act(boss, { id: `${id}-3`, action: 'complete' }, 'en'));
    await Promise.all([...sweeps, ...settled, ...done]);
    await sweep('2026-03-24T09:30');
    const open = await sql(`SELECT alert.state, count(*)::int AS tasks, count(*) FILTER (WHERE repeated)::int AS repeats
      FROM task JOIN alert ON alert.tenant = task.tenant AND alert.id = alert_id WHERE task.state = 'open' GROUP BY 1`);
    expect(open).toEqual([{ state: 'acknowledged', tasks: 24, repeats: 6 }]);
    expect(await reminders()).toHaveLength(1);
  });

  it('remind also under a clock that leaps from midnight to midnight', async () => {
    await rig.add('wecom', { url: 'https://endpoint.invalid' }, { id: 'ep-li.wei', person: 'li.wei' });
    await act(await rig.raise(STOP), 'acknowledge', 'li.wei');
    await sql('TRUNCATE delivery CASCADE');
    await sweep('2026-03-03T00:00', 'manual');
    expect(await reminders()).toHaveLength(0);
    await sweep('2026-03-04T00:00', 'manual');
    expect(await reminders()).toHaveLength(1);
  });
});
