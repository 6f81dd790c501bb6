import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { postOnce } from './post-once.js';

describe('postOnce', () => {
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
  const send = (host: string, allowPrivate: boolean, timeoutMs = 2_000, scheme = 'http') =>
    postOnce(
      { url: `${scheme}://${host}:${port}/`, headers: {}, body: '{}' },
      { allowPrivate, now: 1_772_000_000_000, timeoutMs },
    );

  it.each(['127.0.0.1', 'localhost', '[::1]', '0.0.0.0', '2130706433', '169.254.169.254', '10.0.0.1'])(
    'does not reach the private address %s',
    async (host) => {
      const before = reached;
      const result = await send(host, false, 2_000, 'https');
      expect(result).toEqual({ failure: expect.stringMatching(/private|unspecified|loopback|not allowed/i) });
      expect(reached).toBe(before);
    },
  );

  it('speaks https alone, unless private addresses are allowed', async () => {
    expect(await send('example.com', false)).toEqual({ failure: 'http: is not allowed; use https' });
    const { answer: got } = (await send('127.0.0.1', true)) as { answer: object };
    expect(got).toMatchObject({ status: 200, body: 'ok' });
  });

  it('gives up on a receiver that does not answer', async () => {
    answer = () => undefined;
    expect(await send('127.0.0.1', true, 200)).toEqual({ failure: 'no answer in time' });
  });

  it('reads no more than the beginning of an endless answer', async () => {
    answer = (response) => {
      response.writeHead(200);
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 'a')));
      };
      response.on('drain', pour);
      pour();
    };
    const { answer: got } = (await send('127.0.0.1', true)) as { answer: { body: string } };
    expect(got.body).toHaveLength(65_536);
  });

  it('says so when nobody listens', async () => {
    const result = await postOnce(
      { url: 'http://127.0.0.1:1/', headers: {}, body: '' },
      { allowPrivate: true, now: 0 },
    );
    expect(result).toEqual({ failure: expect.stringContaining('ECONNREFUSED') });
  });
});
