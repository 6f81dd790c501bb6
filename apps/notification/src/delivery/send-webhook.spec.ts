import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sendWebhook } from './send-webhook.js';

const SECRET = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;

describe('sendWebhook', () => {
  let server: Server;
  let port: number;
  let reached = 0;
  let answer: (response: ServerResponse) => void = (response) => response.end('ok');
  beforeAll(async () => {
    server = createServer((request, response) => {
      reached++;
      request.resume();
      answer(response);
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const send = (host: string, allowPrivate: boolean, timeoutMs = 2_000) =>
    sendWebhook(
      { url: `http://${host}:${port}/`, secrets: [SECRET], id: 'al_1', body: '{}' },
      { allowPrivate, now: 1_772_000_000_000, timeoutMs },
    );

  it.each(['127.0.0.1', 'localhost', '[::1]', '0.0.0.0', '2130706433', '169.254.169.254', '10.0.0.1'])(
    'does not reach the private address %s',
    async (host) => {
      const before = reached;
      const result = await send(host, false);
      expect(result.status).toBeNull();
      expect(result.error).toMatch(/private|unspecified|loopback|not allowed/i);
      expect(reached).toBe(before);
    },
  );

  it('reaches it where that is allowed', async () => {
    expect(await send('127.0.0.1', true)).toEqual({ status: 200, error: null });
  });

  it('gives up on a receiver that does not answer', async () => {
    answer = () => undefined;
    expect(await send('127.0.0.1', true, 200)).toEqual({ status: null, error: 'no answer in time' });
  });

  it('does not read an endless answer', async () => {
    answer = (response) => {
      response.writeHead(200);
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', pour);
      pour();
    };
    expect(await send('127.0.0.1', true)).toEqual({ status: 200, error: null });
  });

  it('says so when nobody listens', async () => {
    const result = await sendWebhook(
      { url: 'http://127.0.0.1:1/', secrets: [SECRET], id: 'al_1', body: '{}' },
      { allowPrivate: true, now: 0 },
    );
    expect(result).toEqual({ status: null, error: expect.stringContaining('ECONNREFUSED') });
  });
});
