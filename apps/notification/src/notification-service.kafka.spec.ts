import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { alertId, type RuleDocument } from '@orderweave/domain-notification';
import { sampleTransition } from '@orderweave/domain-notification/testing';
import { eventually } from '@orderweave/testing';
import { raiseAlerts } from './rules/raise-alerts.js';
import { loadPolicy } from './rules/load-policy.js';
import { DeliveryQueue } from './delivery/delivery-queue.js';
import { findEndpoint } from './delivery/endpoints/endpoint.store.js';
import { CardLinker } from './links/card-linker.js';
import { calendarOf } from './testing/calendars.js';
import { notificationDesk, type NotificationDesk } from './testing/notification-desk.js';
import { receivedTransitions } from './testing/received-transitions.js';

describe('the notification service', () => {
  let desk: NotificationDesk;
  let tool: Server;
  let toolUrl: string;
  const received: { text: string }[] = [];

  beforeAll(async () => {
    process.env['WEBHOOK_ALLOW_PRIVATE'] = '1';
    tool = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        received.push({ text: body });
        response.end('ok');
      });
    });
    await new Promise<void>((resolve) => tool.listen(0, '127.0.0.1', resolve));
    toolUrl = `http://127.0.0.1:${(tool.address() as AddressInfo).port}/services/T/B/s3cr3t`;
    desk = await notificationDesk('default', { admin: 'admin', 'li.wei': 'rep', boss: 'manager' });
  });
  afterAll(async () => {
    await desk.close();
    tool.close();
    delete process.env['WEBHOOK_ALLOW_PRIVATE'];
  });

  const call = (method: string, path: string, who?: string, body?: unknown) =>
    desk.calling({})(method, path, who, body);

  it('takes endpoints, never shows their secrets, and says everything that is wrong with one', async () => {
    const made = await call('POST', '/v1/endpoints', 'admin', {
      channel: 'slack',
      name: 'sales',
      settings: { url: toolUrl },
      locale: 'en',
    });
    expect(made).toMatchObject({ status: 201, body: { channel: 'slack', enabled: true } });
    const listed = await call('GET', '/v1/endpoints', 'admin');
    expect(listed.text).not.toContain('s3cr3t');
    expect((await call('POST', `/v1/endpoints/${String(made.body['id'])}/test`, 'admin')).body).toMatchObject({
      delivered: true,
      status: 200,
    });
    expect(received.at(-1)!.text).toContain('It works');
    const wrong = await call('POST', '/v1/endpoints', 'admin', {
      channel: 'feishu',
      name: 'x',
      settings: { secret: 'env:DATABASE_URL' },
    });
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain('url');
    expect(wrong.text).toContain('ENDPOINT_');
    expect((await call('GET', '/v1/endpoints', 'li.wei')).status).toBe(403);
  });

  it('still takes webhooks, shows a secret once and replaces it', async () => {
    const made = await call('POST', '/v1/webhooks', 'admin', { url: toolUrl });
    const { id, secret } = made.body as { id: string; secret: string };
    expect([made.status, secret]).toEqual([201, expect.stringMatching(/^whsec_/)]);
    const rotated = await call('POST', `/v1/webhooks/${id}/rotate-secret`, 'admin');
    expect(rotated.body['secret']).not.toBe(secret);
    expect((await call('POST', `/v1/webhooks/${id}/test`, 'admin')).body).toMatchObject({ delivered: true });
    expect((await call('GET', '/v1/webhooks', 'admin')).text).not.toContain('whsec_');
    expect((await call('DELETE', `/v1/webhooks/${id}`, 'admin')).status).toBe(204);
  });

  it('ends the e-mails to a place in one click, however a mail program sends its form', async () => {
    const { database, service } = desk;
    for (const body of [new FormData(), new URLSearchParams()]) {
      body.append('List-Unsubscribe', 'One-Click');
      const settings = { to: 'li.wei@example.com' };
      const made = await call('POST', '/v1/endpoints', 'admin', { channel: 'email', name: 'mail', settings });
      const id = String(made.body['id']);
      const link = await service.app
        .get(CardLinker)
        .unsubscribe((await findEndpoint(database, 'default', id))!, Date.now());
      const { pathname, search } = new URL(link!);
      // Opening it, as filters do, ends nothing.
      expect((await call('GET', pathname + search)).status).toBe(200);
      expect((await findEndpoint(database, 'default', id))!.enabled).toBe(true);
      expect((await fetch(`${service.url}${pathname}${search}`, { method: 'POST', body })).status).toBe(200);
      expect((await findEndpoint(database, 'default', id))!.enabled).toBe(false);
      await call('DELETE', `/v1/endpoints/${id}`, 'admin');
    }
  });

  it('takes a sales team, brings an alert to the tool, and lets its card be answered', async () => {
    const team = {
      people: [{ name: 'li.wei', team: 'east' }, { name: 'boss' }],
      teams: [{ name: 'east', manager: 'boss' }],
      pool: [],
    };
    expect((await call('PUT', '/v1/sales-team', 'boss', { ...team, pool: ['nobody'] })).text).toContain('/pool/0');
    const grouping = { waitSeconds: 0, intervalSeconds: 0, stormOver: 5 };
    expect((await call('PUT', '/v1/sales-team', 'boss', { ...team, grouping })).status).toBe(200);
    expect((await call('GET', '/v1/sales-team', 'boss')).body).toEqual({ ...team, grouping });

    const transition = sampleTransition({
      effectiveAt: new Date().toISOString(),
      recordedAt: new Date().toISOString(),
    });
    const queue = desk.service.app.get(DeliveryQueue);
    const parts = { policy: loadPolicy(''), calendarOf, onRaised: () => undefined, now: Date.now };
    const handler = raiseAlerts({
      ...parts,
      queueDeliveries: (tx, alerts) => queue.queue(tx, alerts),
    });
    const context = { topic: 'x', partition: 0, epoch: '1' };
    await desk.database.transaction((tx) => handler(receivedTransitions([transition]), tx, context));
    await eventually(() => expect(received.at(-1)!.text).toContain('华东贸易'));
    const [, token] = /\/a\?t=([\w-]+\.[\w-]+)/.exec(received.at(-1)!.text) as unknown as [string, string];

    const id = alertId(transition);
    const page = await call('GET', `/a?t=${token}`);
    expect([page.status, page.headers.get('referrer-policy')]).toEqual([200, 'no-referrer']);
    expect(page.text).toContain('<form method="post">');
    expect((await call('GET', `/v1/alerts/${id}`, 'li.wei')).body).toMatchObject({ acknowledgedBy: null });
    const form = { method: 'POST', body: new URLSearchParams({ days: '1' }) };
    expect((await fetch(`${desk.service.url}/a?t=${token}`, form)).status).toBe(200);
    const alert = await call('GET', `/v1/alerts/${id}`, 'li.wei');
    expect(alert.body).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'sales', recipients: ['li.wei'] });
    expect((await call('GET', '/a?t=forged.token')).text).toContain('not valid');

    const { url } = (await call('GET', '/v1/calendar', 'li.wei')).body as { url: string };
    const calendar = await call('GET', url.slice(new URL(url).origin.length));
    expect(calendar.headers.get('content-type')).toContain('text/calendar');
    expect(calendar.text.replace(/\r\n /g, '').match(/^SUMMARY:华东贸易 · /gm)).toHaveLength(2);
    expect((await call('GET', `/calendar.ics?t=${token}`)).status).toBe(404);
    expect((await call('GET', `/a?t=${new URL(url).searchParams.get('t')!}`)).text).toContain('not valid');

    expect((await call('POST', `/v1/alerts/${id}/snooze`, 'li.wei', { until: '2001-01-01T00:00:00Z' })).status).toBe(
      400,
    );
    expect((await call('POST', `/v1/alerts/${id}/resolve`, 'li.wei', { reason: 'price' })).body).toMatchObject({
      resolution: 'price',
    });
    expect((await call('POST', `/v1/alerts/${id}/dance`, 'li.wei', {})).status).toBe(400);
    expect((await call('POST', `/v1/alerts/${id}/acknowledge`, 'li.wei')).status).toBe(409);

    const deliveries = await call('GET', `/v1/deliveries?alert=${id}`, 'admin');
    const [item] = deliveries.body['items'] as { endpointId: string; state: string }[];
    expect(item).toMatchObject({ state: 'delivered' });
    const attempts = await call('GET', `/v1/deliveries/${id}/${item!.endpointId}/attempts`, 'admin');
    expect(attempts.text).not.toMatch(/s3cr3t|\/a\?t=[\w-]{20}/);
    expect((await call('POST', '/v1/deliveries/resend', 'admin', { alert: id })).body).toEqual({ resent: 1 });
    expect((await call('POST', '/v1/deliveries/resend', 'admin', {})).status).toBe(400);
  });

  it('keeps, compares, tries and activates rules, and says in two languages what is wrong with them', async () => {
    const list = await call('GET', '/v1/rules', 'boss');
    expect(list.body).toEqual({ items: [], next: null, active: 0 });
    const { document } = (await call('GET', '/v1/rules/default', 'boss')).body as { document: RuleDocument };
    const faulty = { document: { rules: [{ ...document.rules[0], play: 'dance' }] } };
    const wrong = await call('POST', '/v1/rules/validate?locale=zh-CN', 'boss', faulty);
    expect([wrong.status, wrong.body['title']]).toEqual([422, '规则有误']);
    expect(wrong.body['errors']).toMatchObject([
      { field: '/document/rules/0/play', value: 'dance', rule: '不在 /plays 中' },
    ]);
    expect((await call('POST', '/v1/rules/dry-run', 'boss', faulty)).status).toBe(422);
    expect((await call('GET', '/v1/rules/schema', 'boss')).body).toMatchObject({ title: 'Rules', type: 'object' });
    const draft = { document: { horizonHours: 24 }, note: 'shorter' };
    expect((await call('POST', '/v1/rules', 'li.wei', draft)).status).toBe(403);
    expect((await call('POST', '/v1/rules', 'boss', { document: 1 })).status).toBe(400);
    const saved = await call('POST', '/v1/rules', 'boss', draft);
    expect([saved.status, saved.body['version'], saved.body['state']]).toEqual([201, 1, 'draft']);
    expect((await call('GET', '/v1/rules/active/diff/1', 'boss')).body['changes']).toEqual([
      { path: '/horizonHours', op: 'replace', before: 48, after: 24 },
    ]);
    const trial = await call('POST', '/v1/rules/1/dry-run?locale=en', 'boss');
    expect(trial.body).toMatchObject({ version: 1, activeVersion: 0, summary: '0 alerts, 0 people, busiest day 0' });
    const late = { at: '2001-01-01T00:00:00Z' };
    expect((await call('POST', '/v1/rules/1/activate', 'boss', late)).status).toBe(409);
    expect((await call('POST', '/v1/rules/1/activate', 'boss', { at: 'soon' })).status).toBe(400);
    expect((await call('POST', '/v1/rules/1/activate', 'boss')).body).toMatchObject({ version: 1, unchanged: false });
    expect((await call('GET', '/v1/rules/active', 'boss')).body).toMatchObject({ version: 1, state: 'active' });
    expect((await call('POST', '/v1/rules/rollback', 'boss', { note: 'too short' })).body).toMatchObject({
      version: 0,
    });
    expect((await call('GET', '/v1/rules/audit?limit=1', 'boss')).body['items']).toMatchObject([
      { action: 'rolled-back', version: 0, actor: 'boss', note: 'too short' },
    ]);
    expect((await call('GET', '/v1/rules/7', 'boss')).status).toBe(404);
  });

  it('says what is unread and what customers are entitled to', async () => {
    expect((await call('GET', '/v1/alerts/unread', 'li.wei')).body).toMatchObject({ unread: expect.any(Number) });
    expect((await call('POST', '/v1/alerts/seen', 'li.wei', {})).status).toBe(400);
    const until = new Date().toISOString();
    expect((await call('POST', '/v1/alerts/seen', 'li.wei', { until })).body).toMatchObject({ unread: 0 });
    expect((await call('GET', '/v1/entitlements?kind=promotion&active=true', 'li.wei')).body).toEqual({
      items: [],
      next: null,
    });
    expect((await call('GET', '/v1/entitlements?active=maybe', 'li.wei')).status).toBe(400);
    expect((await call('GET', '/v1/customers/c-1/entitlements', 'boss')).body).toEqual({ items: [], next: null });
    const headers = { authorization: 'Bearer boss', accept: 'text/csv' };
    const csv = await fetch(`${desk.service.url}/v1/entitlements`, { headers });
    expect([csv.headers.get('content-type'), (await csv.text()).slice(0, 16)]).toEqual([
      'text/csv; charset=utf-8',
      'customer_id,kind',
    ]);
  });
});
