import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@orderweave/testing';
import { SMTPServer } from 'smtp-server';
import { readDeliveries } from '../alerts/read-alerts.js';
import { deliveryRig, type DeliveryRig } from '../testing/delivery-rig.js';
import { hurriedSchedule } from '../testing/tools/hurried-schedule.js';
import { renewDeliveries } from './deliveries/list-deliveries.js';
import { findEndpoint } from './endpoints/endpoint.store.js';

interface Mail {
  readonly to: string[];
  readonly text: string;
}

describe('delivery by e-mail and text message', () => {
  let rig: DeliveryRig;
  let smtp: SMTPServer;
  let provider: Server;
  let providerBase: string;
  const mails: Mail[] = [];
  const texts: { to: string; text: string }[] = [];
  let providerAnswer: object;
  let refusal: (Error & { responseCode?: number }) | undefined;

  beforeAll(async () => {
    smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onRcptTo: (_, __, done) => done(refusal),
      onData(stream, session, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const to = session.envelope.rcptTo.map(({ address }) => address);
          mails.push({ to, text: Buffer.concat(chunks).toString() });
          done();
        });
      },
    });
    await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', () => resolve()));
    const smtpPort = (smtp.server.address() as AddressInfo).port;
    provider = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        texts.push(JSON.parse(body) as { to: string; text: string });
        response.end(JSON.stringify(providerAnswer));
      });
    });
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    providerBase = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
    const mail = { url: `smtp://127.0.0.1:${smtpPort}`, from: 'Orderweave <alerts@example.com>' };
    rig = await deliveryRig({ mail, nextAttemptAt: hurriedSchedule });
  });
  beforeEach(async () => {
    mails.length = 0;
    texts.length = 0;
    refusal = undefined;
    providerAnswer = { code: 'OK' };
    await rig.database.pool.query('DELETE FROM endpoint');
  });
  afterAll(async () => {
    await rig.end();
    await new Promise<void>((resolve) => smtp.close(resolve));
    provider.close();
  });
  const delivery = async (alert: string) => (await readDeliveries(rig.database, 'default', alert))[0];
  const refuse = (responseCode: number, message: string) => {
    refusal = Object.assign(new Error(message), { responseCode });
  };

  it('sends two parts with list headers, the same message id in every attempt', async () => {
    const place = await rig.add('email', { to: 'li.wei@example.com' });
    refuse(451, '4.7.1 greylisted');
    const alert = await rig.raise();
    await eventually(async () => expect(await delivery(alert)).toMatchObject({ state: 'pending', lastStatus: 451 }));
    refusal = undefined;
    await eventually(async () => expect(await delivery(alert)).toMatchObject({ state: 'delivered' }), 20_000);
    expect(mails).toHaveLength(1);
    const [{ to, text }] = mails as [Mail];
    expect(to).toEqual(['li.wei@example.com']);
    expect(text).toContain(`Message-ID: <${alert}.${place}@example.com>`);
    expect(text).toMatch(/Content-Type: multipart\/alternative/);
    expect(text).toMatch(/Content-Type: text\/plain/);
    expect(text).toMatch(/Content-Type: text\/html/);
    expect(text).toMatch(/List-Unsubscribe:\s+<http:\/\/localhost/);
    expect(text).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(text).toContain('Auto-Submitted: auto-generated');
    expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThan(998);
  });

  it('has a message id of its own for each place, and for what is told again, which refers to the first', async () => {
    await rig.add('email', { to: 'li.wei@example.com' }, { id: 'one' });
    await rig.add('email', { to: 'boss@example.com' }, { id: 'two' });
    const alert = await rig.raise();
    await eventually(() => expect(mails).toHaveLength(2));
    await eventually(async () =>
      expect(await readDeliveries(rig.database, 'default', alert)).toMatchObject([
        { state: 'delivered' },
        { state: 'delivered' },
      ]),
    );
    await rig.database.transaction((tx) => rig.queue.remind(tx, [{ tenant: 'default', id: alert }]));
    await eventually(() => expect(mails).toHaveLength(4));
    const header = (text: string, name: string) => new RegExp(`^${name}: (.*)\\r$`, 'm').exec(text)?.[1] ?? null;
    const first = (place: string) => `<${alert}.${place}@example.com>`;
    expect(mails.map(({ text }) => [header(text, 'Message-ID'), header(text, 'References')]).sort()).toEqual(
      ['one', 'two'].flatMap((place) => [
        [`<${alert}.${place}.1@example.com>`, first(place)],
        [first(place), null],
      ]),
    );
    expect(mails.every(({ text }) => header(text, 'In-Reply-To') === header(text, 'References'))).toBe(true);
  });

  it('gives up on a mailbox that is not there', async () => {
    const id = await rig.add('email', { to: 'nobody@example.com' });
    refuse(550, '5.1.1 no such user');
    const alert = await rig.raise();
    await eventually(async () => expect(await delivery(alert)).toMatchObject({ state: 'failed', lastStatus: 550 }));
    expect(await findEndpoint(rig.database, 'default', id)).toMatchObject({ enabled: false });
  });

  it('sends a short text, and reads the code in the provider’s answer', async () => {
    const body = { to: '{to}', text: '【Orderweave】{text}' };
    const accepted = { field: 'code', value: 'OK' };
    await rig.add('sms', { to: '+8613800000000', url: providerBase, body, accepted });
    providerAnswer = { code: 'isv.BUSINESS_LIMIT_CONTROL' };
    const alert = await rig.raise();
    await eventually(async () => expect(await delivery(alert)).toMatchObject({ state: 'pending', lastStatus: 200 }));
    providerAnswer = { code: 'OK' };
    await eventually(async () => expect(await delivery(alert)).toMatchObject({ state: 'delivered' }), 20_000);
    expect(texts.at(-1)!.to).toBe('+8613800000000');
    expect(texts.at(-1)!.text).toMatch(/^【Orderweave】风险变化：华东贸易/);
  });

  it('sends again what a person asks for', async () => {
    const id = await rig.add('email', { to: 'li.wei@example.com' });
    const alert = await rig.raise();
    await eventually(async () => expect(await delivery(alert)).toMatchObject({ state: 'delivered' }));
    const resent = await rig.database.transaction(async (tx) => {
      const keys = await renewDeliveries(tx, { tenant: 'default', alert, endpoint: id }, Date.now());
      await rig.queue.requeue(
        tx,
        keys.map((key) => ({ ...key, dueAt: Date.now() })),
      );
      return keys;
    });
    expect(resent).toEqual([{ tenant: 'default', alertId: alert, endpointId: id }]);
    await eventually(() => expect(mails).toHaveLength(2));
    await eventually(async () => expect(await delivery(alert)).toMatchObject({ state: 'delivered', attempts: 2 }));
  });

  it('reaches only the person that an endpoint belongs to', async () => {
    await rig.add('email', { to: 'li.wei@example.com' }, { person: 'li.wei' });
    await rig.add('email', { to: 'zhang.min@example.com' }, { person: 'zhang.min' });
    const alert = await rig.raise();
    await eventually(async () => expect(await delivery(alert)).toMatchObject({ state: 'delivered' }));
    expect(await readDeliveries(rig.database, 'default', alert)).toHaveLength(1);
    expect(mails.map(({ to }) => to)).toEqual([['li.wei@example.com']]);
  });
});
