import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CustomerActivity, CustomerProfiled, CustomerTransition } from '@orderweave/contracts';
import { alertId } from '@orderweave/domain-notification';
import { sampleTransition } from '@orderweave/domain-notification/testing';
import { emit } from '@orderweave/postgres';
import { eventually } from '@orderweave/testing';
import { notificationDesk, type NotificationDesk } from '../testing/notification-desk.js';
import { activity } from './outcome-rig.fixture.js';

const TENANT = 'outcome-desk';
const of = (customerId: string, owner: string) =>
  sampleTransition({
    ...{ id: `${TENANT} ${customerId}`, tenant: TENANT, customerId },
    customer: { name: `${customerId} Ltd`, identifiers: [], owner },
    ...{ effectiveAt: '2026-11-22T16:00:00Z', recordedAt: '2026-11-23T01:00:00Z' },
  });
const [own, others] = [of('c-1', 'li.wei'), of('c-2', 'zhang.min')];

describe('outcomes over HTTP', () => {
  let desk: NotificationDesk;

  beforeAll(async () => {
    desk = await notificationDesk(TENANT, { 'li.wei': 'rep', boss: 'manager' });
    const { database } = desk;
    await database.pool.query(`INSERT INTO tenant_clock VALUES ('${TENANT}', 'manual', '2026-11-23T02:00:00Z')`);
    const placed = { tenant: TENANT, netAmount: '1240.50' };
    await database.transaction(async (tx) =>
      tx.publish([
        emit(CustomerActivity, activity('c-7', 'web/1', '2026-11-23T03:00:00Z', placed)),
        emit(CustomerProfiled, { tenant: TENANT, customerId: 'c-1', version: 2, identifiers: [], mergedInto: 'c-7' }),
        emit(CustomerTransition, own),
        emit(CustomerTransition, others),
      ]),
    );
    await eventually(async () => {
      const { body } = await call('/v1/outcomes', 'boss');
      expect(body['items']).toMatchObject([{ orders: expect.anything() }, { orders: expect.anything() }]);
      expect((await call('/v1/outcomes?outcome=recovered', 'boss')).body['items']).toHaveLength(1);
    }, 20_000);
  });
  afterAll(() => desk.close());

  const call = (path: string, who: string, headers: Record<string, string> = {}) =>
    desk.calling(headers)('GET', path, who);

  it('show what orders off the log made of alerts, in the alert too, and to a rep own ones alone', async () => {
    const mine = await call('/v1/outcomes', 'li.wei');
    expect(mine.body).toMatchObject({
      items: [{ alertId: alertId(own), customerId: 'c-7', outcome: 'recovered', amount: '1240.5', state: 'resolved' }],
      next: null,
    });
    expect((await call(`/v1/alerts/${alertId(own)}?locale=zh-CN`, 'li.wei')).body).toMatchObject({
      ...{ state: 'resolved', resolution: 'recovered', acknowledgedBy: null },
      outcome: { text: '已挽回：提醒后下单 1 笔，净额 1240.50 CNY', orders: 1, firstOrder: 'web/1' },
    });
    expect((await call(`/v1/alerts/${alertId(others)}`, 'boss')).body).toMatchObject({ state: 'open', outcome: null });
    expect((await call(`/v1/alerts/${alertId(others)}`, 'li.wei')).status).toBe(404);
    const csv = await call('/v1/outcomes', 'li.wei', { accept: 'text/csv' });
    expect(csv.text.trim().split('\r\n')).toHaveLength(2);
    expect((await call('/v1/outcomes.csv?rule=at-risk', 'boss')).text.trim().split('\r\n')).toHaveLength(3);
  });

  it('make reports, refuse what makes no sense, and keep what concerns all from reps', async () => {
    const report = await call('/v1/reports/outcome?by=person', 'boss', { 'accept-language': 'zh-CN' });
    expect(report.body).toMatchObject({
      ...{ from: '2026-08-26', to: '2026-11-23' },
      items: [
        { key: 'li.wei', alerts: 1, recovered: 1, amounts: [{ currency: 'CNY', orders: 1, amount: '1240.5' }] },
        { key: 'zhang.min', alerts: 1, recovered: 0, amounts: [] },
      ],
      total: { alerts: 2, recovered: 1, winBack: { alerts: 2, over: 0, rate: null } },
    });
    expect((await call('/v1/reports/outcome', 'li.wei')).body).toMatchObject({ total: { alerts: 1 } });
    expect((await call('/v1/reports/service-quality?by=team', 'boss')).body).toMatchObject({
      total: { alerts: 2, needless: 1, waiting: 1, withinSlaShare: null },
    });
    expect((await call('/v1/reports/uplift', 'li.wei')).status).toBe(403);
    const uplift = await call('/v1/reports/uplift', 'boss', { 'accept-language': 'zh-CN' });
    expect(uplift.body).toMatchObject({ items: [{ alerted: { customers: 0, waiting: 2 }, shareUplift: null }] });
    expect(uplift.text).toContain('人数太少');
    for (const wrong of ['outcomes?limit=0', 'outcomes?from=2026-02-30', 'reports/outcome?by=x', 'reports/uplift?to=x'])
      expect((await call(`/v1/${wrong}`, 'boss')).status).toBe(400);
  });
});
