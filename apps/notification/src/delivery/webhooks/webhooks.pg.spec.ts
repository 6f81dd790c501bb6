import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@orderweave/testing';
import { Webhook } from 'standardwebhooks';
import { readDeliveries } from '../../alerts/read-alerts.js';
import { deliveryRig, type DeliveryRig } from '../../testing/delivery-rig.js';
import { findEndpoint, type EndpointFilter } from '../endpoints/endpoint.store.js';

const SECRET = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;

interface Call {
  path: string;
  headers: Record<string, string>;
  body: string;
}

describe('webhook delivery', () => {
  let rig: DeliveryRig;
  let receiver: Server;
  let base: string;
  let calls: Call[];
  let answer: (call: Call, response: ServerResponse) => void;

  beforeAll(async () => {
    rig = await deliveryRig();
    receiver = createServer((request, response) => void receive(request, response));
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  });
  beforeEach(async () => {
    calls = [];
    answer = (_, response) => response.writeHead(204).end();
    await rig.database.pool.query('DELETE FROM endpoint');
  });
  afterAll(async () => {
    receiver.close();
    await rig.end();
  });

  async function receive(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = request.headers as Record<string, string>;
    const call = { path: request.url ?? '', headers, body: Buffer.concat(chunks).toString() };
    calls.push(call);
    answer(call, response);
  }
  const addWebhook = (path: string, filter: EndpointFilter = {}, id = 'wh_1') =>
    rig.add('webhook', { url: base + path, secrets: [SECRET] }, { id, filter });
  const raise = () => rig.raise();
  const delivery = async (alert: string) => (await readDeliveries(rig.database, 'default', alert))[0];
  const stateOf = async (alert: string): Promise<unknown> =>
    (await rig.database.pool.query('SELECT state FROM alert WHERE id = $1', [alert])).rows[0].state;

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
    const { rows } = await rig.database.pool.query(
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
    const webhook = await findEndpoint(rig.database, 'default', 'wh_1');
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
    const rows = await readDeliveries(rig.database, 'default', alert);
    expect(rows.map(({ endpointId }) => endpointId)).toEqual(['wh_r']);
  });
});
