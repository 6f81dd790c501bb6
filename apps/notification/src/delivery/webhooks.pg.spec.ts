import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Transition } from '@orderweave/contracts';
import { alertId } from '@orderweave/domain-notification';
import type { Database } from '@orderweave/postgres';
import { eventually } from '@orderweave/testing';
import { pino } from 'pino';
import { Webhook } from 'standardwebhooks';
import { AlertFeed } from '../alerts/alert-feed.js';
import { readDeliveries } from '../alerts/read-alerts.js';
import { loadPolicy } from '../rules/load-policy.js';
import { raiseAlerts } from '../rules/raise-alerts.js';
import { migratedPostgres } from '../testing/migrated-postgres.js';
import { receivedTransitions, sampleTransition } from '../testing/sample-transition.js';
import { DeliveryQueue } from './delivery-queue.js';
import { DeliveryWorker } from './delivery-worker.js';
import { findWebhook, insertWebhook, type WebhookFilter } from './webhook.store.js';

const SECRET = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
const policy = loadPolicy('');
const log = pino({ level: 'silent' });

interface Call {
  path: string;
  headers: Record<string, string>;
  body: string;
}

describe('webhook delivery', () => {
  let database: Database;
  let end: () => Promise<void>;
  let receiver: Server;
  let base: string;
  let queue: DeliveryQueue;
  let worker: DeliveryWorker;
  let calls: Call[];
  let answer: (call: Call, response: ServerResponse) => void;
  let serial = 0;

  beforeAll(async () => {
    ({ database, end } = await migratedPostgres());
    receiver = createServer((request, response) => void receive(request, response));
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    queue = new DeliveryQueue(database, log);
    process.env['WEBHOOK_ALLOW_PRIVATE'] = '1';
    worker = new DeliveryWorker(database, queue, new AlertFeed(database, log), policy, log);
    delete process.env['WEBHOOK_ALLOW_PRIVATE'];
    await worker.onApplicationBootstrap();
  });
  beforeEach(async () => {
    calls = [];
    answer = (_, response) => response.writeHead(204).end();
    await database.pool.query('DELETE FROM webhook');
  });
  afterAll(async () => {
    await worker.beforeApplicationShutdown();
    receiver.close();
    await end();
  });

  async function receive(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = request.headers as Record<string, string>;
    const call = { path: request.url ?? '', headers, body: Buffer.concat(chunks).toString() };
    calls.push(call);
    answer(call, response);
  }
  async function addWebhook(path: string, filter: WebhookFilter = {}, id = 'wh_1'): Promise<void> {
    const webhook = { tenant: 'default', id, url: path.startsWith('http') ? path : base + path, filter };
    await insertWebhook(database, { ...webhook, locale: 'zh-CN', secret: SECRET, createdBy: 'spec' });
  }
  /** Raises one alert and returns its id. */
  async function raise(given: Partial<Transition> = {}): Promise<string> {
    const transition = sampleTransition({ id: `t-${++serial}`, customerId: `c-${serial}`, ...given });
    const handler = raiseAlerts({
      policy,
      queueDeliveries: (tx, alerts) => queue.queue(tx, alerts),
      onRaised: () => undefined,
      now: () => Date.parse('2026-03-01T06:00:00Z'),
    });
    const context = { topic: 'x', partition: 0, epoch: '1' };
    await database.transaction((tx) => handler(receivedTransitions([transition]), tx, context));
    return alertId(transition);
  }
  const delivery = async (alert: string) => (await readDeliveries(database, 'default', alert))[0];
  const stateOf = async (alert: string): Promise<unknown> =>
    (await database.pool.query('SELECT state FROM alert WHERE id = $1', [alert])).rows[0].state;

  it('delivers the alert in words, signed per Standard Webhooks, and marks it delivered', async () => {
    await addWebhook('/hook');
    const alert = await raise();
    await eventually(async () => expect(await delivery(alert)).toMatchObject({ state: 'delivered' }));
    expect(calls).toHaveLength(1);
    const { body, headers } = calls[0]!;
    const payload = new Webhook(SECRET).verify(body, headers) as { data: { alert: object; transition: object } };
    expect(headers['webhook-id']).toBe(alert);
    expect(payload).toMatchObject({ type: 'alert.raised', data: { tenant: 'default' } });
    expect(payload.data.alert).toMatchObject({ id: alert, title: '风险变化：华东贸易 有流失风险' });
    expect(payload.data.transition).toMatchObject({ kind: 'risk', to: 'at-risk' });
    expect(() => new Webhook(SECRET).verify(`${body} `, headers)).toThrow('No matching signature');
    expect(await delivery(alert)).toMatchObject({ attempts: 1, lastStatus: 204, lastError: null });
    expect(await stateOf(alert)).toBe('delivered');
  });

  it('tries again after an error, with the same webhook-id, and records each attempt', async () => {
    await addWebhook('/flaky');
    answer = (_, response) => response.writeHead(calls.length === 1 ? 500 : 200).end();
    const alert = await raise();
    await eventually(
      async () => expect(await delivery(alert)).toMatchObject({ state: 'delivered', attempts: 2 }),
      15_000,
    );
    expect(calls.map(({ headers }) => headers['webhook-id'])).toEqual([alert, alert]);
    const { rows } = await database.pool.query(
      'SELECT attempt, status, error FROM delivery_attempt WHERE alert_id = $1 ORDER BY attempt',
      [alert],
    );
    expect(rows).toEqual([
      { attempt: 1, status: 500, error: 'answered 500' },
      { attempt: 2, status: 200, error: null },
    ]);
  });

  it('does not follow redirects', async () => {
    await addWebhook('/moved');
    answer = (_, response) => response.writeHead(302, { location: `${base}/secret` }).end();
    const alert = await raise();
    await eventually(async () => expect(await delivery(alert)).toMatchObject({ lastStatus: 302, state: 'pending' }));
    expect(calls.map(({ path }) => path)).not.toContain('/secret');
    expect((await delivery(alert))!.lastError).toBe('answered 302; redirects are not followed');
    expect(await stateOf(alert)).toBe('open');
  });

  it('disables a webhook that answers 410', async () => {
    await addWebhook('/gone');
    answer = (_, response) => response.writeHead(410).end();
    const alert = await raise();
    await eventually(async () => expect(await delivery(alert)).toMatchObject({ state: 'failed', lastStatus: 410 }));
    const webhook = await findWebhook(database, 'default', 'wh_1');
    expect(webhook).toMatchObject({ enabled: false, disabledReason: 'the receiver answered 410 Gone' });
    const next = await raise();
    expect(await delivery(next)).toBeUndefined();
    expect(calls).toHaveLength(1);
  });

  it('delivers only what a webhook’s filter asks for', async () => {
    await addWebhook('/critical', { severities: ['critical'] }, 'wh_c');
    await addWebhook('/risk', { kinds: ['risk'] }, 'wh_r');
    const alert = await raise();
    await eventually(async () => expect(await delivery(alert)).toMatchObject({ state: 'delivered' }));
    const rows = await readDeliveries(database, 'default', alert);
    expect(rows.map(({ webhookId }) => webhookId)).toEqual(['wh_r']);
  });
});
