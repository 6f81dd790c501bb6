import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CustomerProfiled, CustomerTransition, type Transition } from '@orderweave/contracts';
import { alertId } from '@orderweave/domain-notification';
import { sampleTransition } from '@orderweave/domain-notification/testing';
import { Database, emit } from '@orderweave/postgres';
import { eventually } from '@orderweave/testing';
import { notificationDesk, type NotificationDesk } from '../testing/notification-desk.js';

const TENANT = 'task-desk';
const of = (customerId: string, owner: string, given: Partial<Transition>): Transition =>
  sampleTransition({
    ...{ id: `task-desk ${customerId} ${given.kind} ${given.month}`, tenant: TENANT, customerId },
    customer: { name: `${customerId} Ltd`, identifiers: [], owner },
    ...{ effectiveAt: '2026-11-22T16:00:00Z', recordedAt: '2026-11-23T01:00:00Z' },
    ...given,
  });
const live = (month: string, to: string) => ({ kind: 'tier', basis: 'live', month, from: null, to }) as const;
const stop = of('c-stop', 'li.wei', {
  ...{ kind: 'tier', basis: 'final', label: 'abnormal-stop', month: '2026-10', from: 'A', to: 'D' },
});
const told = [
  stop,
  of('c-keep', 'li.wei', { ...live('2026-09', 'A'), effectiveAt: '2026-09-10T00:00:00Z' }),
  of('c-keep', 'li.wei', { ...live('2026-10', 'A'), effectiveAt: '2026-10-10T00:00:00Z' }),
  of('c-far', 'zhang.min', { ...live('2026-10', 'A'), effectiveAt: '2026-10-10T00:00:00Z' }),
  of('c-new', 'li.wei', live('2026-11', 'A')),
];

describe('tasks and visits over HTTP', () => {
  let desk: NotificationDesk;
  let database: Database;

  beforeAll(async () => {
    desk = await notificationDesk(TENANT, { 'li.wei': 'rep', 'zhang.min': 'rep', boss: 'manager' });
    ({ database } = desk);
    // It is Monday, ten o'clock in Shanghai.
    await database.pool.query(`INSERT INTO tenant_clock VALUES ('${TENANT}', 'manual', '2026-11-23T02:00:00Z')`);
    await database.transaction(async (tx) => tx.publish(told.map((one) => emit(CustomerTransition, one))));
    await eventually(async () => {
      const { rows } = await database.pool.query(`SELECT customer_id FROM customer_tier WHERE tenant = '${TENANT}'`);
      expect(rows).toHaveLength(4);
    }, 20_000);
  });
  afterAll(() => desk.close());

  const calling: NotificationDesk['calling'] = (more) => desk.calling(more);
  const call = (method: string, path: string, who?: string, body?: unknown) => calling({})(method, path, who, body);
  const items = async (path: string, who: string) =>
    (await call('GET', path, who)).body['items'] as Record<string, unknown>[];

  it('shows a rep the own tasks, in pages, with what to speak of, and others’ to the manager', async () => {
    const first = await call('GET', '/v1/tasks?limit=2&locale=en', 'li.wei');
    expect(first.body).toMatchObject({ items: [{ kind: 'call', dueDay: '2026-11-24' }, { dueDay: '2026-11-26' }] });
    const [task] = first.body['items'] as { points: string[]; customer: unknown; alert: string }[];
    expect(task).toMatchObject({
      alert: alertId(stop),
      customer: { id: 'c-stop', name: 'c-stop Ltd', owner: 'li.wei' },
    });
    expect(task!.points[0]).toContain('c-stop Ltd');
    const rest = await items(`/v1/tasks?limit=2&cursor=${String(first.body['next'])}`, 'li.wei');
    expect(rest.map(({ kind }) => kind)).toEqual(['offer']);
    expect(await items('/v1/tasks', 'zhang.min')).toEqual([]);
    expect(await items('/v1/tasks?customer=c-stop', 'zhang.min')).toEqual([]);
    expect(await items('/v1/tasks?assignee=li.wei&dueAfter=2026-11-24&dueBefore=2026-11-27', 'boss')).toHaveLength(2);
    expect(await items(`/v1/tasks?alert=${alertId(stop)}`, 'boss')).toHaveLength(3);
    expect((await call('GET', '/v1/tasks?dueBefore=2026-02-30', 'boss')).status).toBe(400);
    expect((await call('GET', '/v1/tasks?state=late', 'boss')).status).toBe(400);
    expect((await call('GET', '/v1/tasks?cursor=x', 'boss')).status).toBe(400);
    expect((await call('GET', '/v1/tasks/counts', 'li.wei')).body).toMatchObject({ open: 3, today: 0, overdue: 0 });
  });

  it('lets a task be done, moved and taken back by whom it concerns, and keeps who did what', async () => {
    const path = `/v1/tasks/${alertId(stop)}-0`;
    expect((await call('GET', path, 'zhang.min')).status).toBe(404);
    expect((await call('POST', `${path}/complete`, 'zhang.min', {})).status).toBe(404);
    expect((await call('PATCH', path, 'li.wei', { dueDay: '2026-11-22' })).text).toContain('today or a later day');
    expect((await call('PATCH', path, 'li.wei', { dueDay: '2026-11-25', note: 'asked back' })).body).toMatchObject({
      ...{ dueDay: '2026-11-25', note: 'asked back' },
    });
    expect((await call('POST', `${path}/complete`, 'li.wei', { outcome: 'bribed' })).status).toBe(400);
    const done = await call('POST', `${path}/complete`, 'li.wei', { outcome: 'not-reached' });
    expect(done).toMatchObject({ status: 200, body: { state: 'done', outcome: 'not-reached', settledBy: 'li.wei' } });
    expect((await call('POST', `${path}/skip`, 'li.wei')).status).toBe(409);
    expect((await call('PATCH', path, 'boss', { note: 'late' })).status).toBe(409);
    expect((await call('POST', `${path}/complete`, 'boss')).body).toMatchObject({ settledBy: 'li.wei' });
    expect((await call('POST', `${path}/reopen`, 'boss')).body).toMatchObject({ state: 'open', outcome: null });
    const history = (await call('GET', path, 'boss')).body['history'] as Record<string, unknown>[];
    expect(history.map(({ actor, action, detail }) => [actor, action, detail])).toEqual([
      ['li.wei', 'change', 'due: 2026-11-24 → 2026-11-25'],
      ['li.wei', 'complete', 'not-reached'],
      ['boss', 'reopen', null],
    ]);
    expect((await call('POST', `${path}/dance`, 'boss', {})).status).toBe(400);
    expect((await call('GET', '/v1/tasks/none', 'boss')).status).toBe(404);
  });

  it('takes tasks by hand, a rep’s for own customers and once a key', async () => {
    const body = { customer: 'c-keep', kind: 'visit', text: '送样品' };
    const once = calling({ 'idempotency-key': 'k1' });
    const made = await once('POST', '/v1/tasks', 'li.wei', body);
    expect(made).toMatchObject({ status: 201, body: { dueDay: '2026-11-24', assignee: 'li.wei', text: '送样品' } });
    const again = await once('POST', '/v1/tasks', 'li.wei', body);
    expect(again.body['id']).toBe(made.body['id']);
    expect((await call('POST', '/v1/tasks', 'zhang.min', body)).status).toBe(404);
    expect((await call('POST', '/v1/tasks', 'li.wei', { ...body, assignee: 'boss' })).status).toBe(400);
    expect((await call('POST', '/v1/tasks', 'li.wei', { ...body, kind: 'dance', text: '' })).text).toMatch(
      /kind.*text/s,
    );
    const far = await call('POST', '/v1/tasks', 'boss', { ...body, customer: 'c-far', dueDay: '2026-11-30' });
    expect(far.body).toMatchObject({ assignee: 'zhang.min', dueDay: '2026-11-30', createdBy: 'boss', alert: null });
    expect((await call('POST', `/v1/tasks/${String(made.body['id'])}/complete`, 'li.wei')).status).toBe(200);
  });

  it('plans the week of a salesperson by tiers and tasks, as JSON and CSV, and only the own one of a rep', async () => {
    const plan = (await call('GET', '/v1/visit-plan?week=2026-W49&locale=en', 'li.wei')).body;
    expect(plan).toMatchObject({ week: '2026-W49', person: 'li.wei', closedMonth: '2026-10', perDay: 8, left: 0 });
    // The stopped customer has tasks of the play; who ordered for the first time this month has no closed tier yet.
    expect(plan['visits']).toMatchObject([
      { customer: 'c-keep', why: 'hold', kind: 'call', tier: 'A', previousTier: 'A', reason: 'A kept: weekly contact' },
    ]);
    const now = (await call('GET', '/v1/visit-plan', 'li.wei')).body['visits'] as Record<string, unknown>[];
    // The customer whose tier was kept was visited in this week.
    expect(now.map(({ customer, why, day }) => [customer, why, day])).toEqual([
      ['c-stop', 'task', '2026-11-25'],
      ['c-stop', 'task', '2026-11-26'],
      ['c-stop', 'task', '2026-11-26'],
    ]);
    const csv = await calling({ accept: 'text/csv' })('GET', '/v1/visit-plan?person=zhang.min&locale=zh-CN', 'boss');
    const [header, ...rows] = csv.text.trimEnd().split('\r\n');
    expect(header).toBe('day,kind,customer,name,tier,previous_tier,why,reason,aim,task');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatch(/^2026-11-2[3-7],电话,c-far,c-far Ltd,A,,hold,A 级客户：每周联系,感谢并保持密切联系/);
    expect((await call('GET', '/v1/visit-plan?person=zhang.min', 'li.wei')).body['person']).toBe('li.wei');
    expect((await call('GET', '/v1/visit-plan?week=2025-W53', 'boss')).text).toContain('2026-W48');
    expect((await call('GET', '/v1/visit-plan?week=now', 'boss')).status).toBe(400);
  });

  it('gives the tasks for a customer to whoever the customer goes to, and believes the newest profile', async () => {
    const moved = of('c-stop', 'zhang.min', { kind: 'rfm', from: 'champions', to: 'lost' });
    await database.transaction(async (tx) => tx.publish([emit(CustomerTransition, moved)]));
    await eventually(async () => expect(await items('/v1/tasks?customer=c-stop', 'zhang.min')).toHaveLength(3));
    expect(await items('/v1/tasks', 'li.wei')).toEqual([]);
    const profile = { tenant: TENANT, customerId: 'c-stop', version: 2, identifiers: [], owner: 'li.wei' };
    const fresh = { ...profile, customerId: 'c-fresh', name: 'Fresh Ltd' };
    await database.transaction(async (tx) =>
      tx.publish(
        [profile, { ...profile, version: 1, owner: 'zhang.min' }, fresh].map((one) => emit(CustomerProfiled, one)),
      ),
    );
    await eventually(async () => expect(await items('/v1/tasks?customer=c-stop', 'li.wei')).toHaveLength(3));
    // What transitions repeat of an earlier time changes nothing any more.
    const late = of('c-stop', 'zhang.min', { kind: 'rfm', from: 'lost', to: 'hibernating' });
    const end = of('c-end', 'li.wei', { kind: 'rfm', from: null, to: 'lost' });
    await database.transaction(async (tx) => tx.publish([late, end].map((one) => emit(CustomerTransition, one))));
    const task = { customer: 'c-end', kind: 'call', text: 'x' };
    await eventually(async () => expect((await call('POST', '/v1/tasks', 'li.wei', task)).status).toBe(201));
    expect((await call('POST', '/v1/tasks', 'li.wei', { ...task, customer: 'c-stop' })).status).toBe(201);
    await eventually(async () =>
      expect((await call('POST', '/v1/tasks', 'li.wei', { ...task, customer: 'c-fresh' })).body).toMatchObject({
        customer: { name: 'Fresh Ltd', owner: 'li.wei' },
      }),
    );
  });
});
