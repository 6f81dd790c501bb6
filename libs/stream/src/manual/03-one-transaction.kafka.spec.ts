import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { emit, statement } from '@orderweave/postgres';
import { eventually } from '@orderweave/testing';
import { on, topology, type BatchHandler, type Received } from '../topology.js';
import { deadLetter, drop } from '../consume/outcome.js';
import { deadLetterTopic } from '../consume/dead-letter-message.js';
import type { StreamServer } from '../stream-server.js';
import { numbers, streamFixture, type Counted, type StreamFixture } from './stream-fixture.js';

const SEE = statement(
  'test.see',
  `INSERT INTO seen (key, n) SELECT * FROM unnest($1::text[], $2::int[])
   ON CONFLICT (key, n) DO UPDATE SET times = seen.times + 1`,
);
const SEEN = statement('test.seen', 'SELECT key, n, times FROM seen ORDER BY key, n');

describe('3. State, outbox and offset commit together', () => {
  let stage: StreamFixture;
  let server: StreamServer;
  let transientLeft = 2;
  const batches: number[] = [];

  beforeAll(async () => {
    stage = await streamFixture();
    const passOn: BatchHandler<Received<Counted>> = async (events, tx) => {
      const payloads = events.map((event) => event.payload);
      await tx.query(SEE, [payloads.map((p) => p.key), payloads.map((p) => p.n)]);
      if (payloads.some((p) => p.n === 666)) throw new TypeError('poison');
      if (payloads.some((p) => p.n === 503) && transientLeft-- > 0)
        throw Object.assign(new Error('deadlock'), { code: '40P01' });
      batches.push(events.length);
      const outcomes = new Map(
        events.flatMap((event) => {
          if (event.payload.n === 404) return [[event, drop('not-wanted')] as const];
          return event.payload.n === 400 ? [[event, deadLetter('BAD_NUMBER', 'four hundred')] as const] : [];
        }),
      );
      return {
        emits: events.filter((event) => !outcomes.has(event)).map((event) => emit(stage.Passed, event.payload, event)),
        outcomes,
      };
    };
    server = await stage.serve(topology('manual', on(stage.Arrived).run(passOn).emits(stage.Passed)));
  });
  afterAll(() => stage.close());

  const drained = () => eventually(async () => expect(await server.progress()).toMatchObject({ drained: true }));
  const seen = async () =>
    (await stage.database.query<{ key: string; n: number; times: number }>(SEEN)).map((row) => [
      row.key,
      row.n,
      row.times,
    ]);

  it('3.1 every record is handled once, and what it emits is published once, in the order of its key', async () => {
    await stage.send(Array.from({ length: 400 }, (_, n) => numbers(`k${n % 7}`, n)).flat());
    await drained();
    expect((await seen()).length).toBe(400);
    const passed = (await stage.read(stage.Passed.topic)).map(
      (message) => JSON.parse(String(message.value)) as Counted,
    );
    expect(passed.length).toBe(400);
    for (const key of new Set(passed.map((p) => p.key))) {
      const ns = passed.filter((p) => p.key === key).map((p) => p.n);
      expect(ns).toEqual([...ns].sort((a, b) => a - b));
    }
    expect(Math.max(...batches)).toBeGreaterThan(1);
  });

  it('3.2 published events carry CloudEvents attributes and the trace of their cause', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await stage.send(numbers('traced', 1).map((message) => ({ ...message, headers: { traceparent } })));
    await drained();
    const found = (await stage.read(stage.Passed.topic)).find((message) => String(message.key) === 'traced');
    const headers = Object.fromEntries(
      Object.entries(found?.headers ?? {}).map(([name, value]) => [name, String(value)]),
    );
    expect(headers).toMatchObject({
      ce_specversion: '1.0',
      ce_type: stage.Passed.type,
      traceparent,
      'content-type': 'application/json',
    });
    expect(headers['ce_id']).toMatch(/^[0-9a-f-]{36}\/\d+$/);
  });

  it('3.3 a poison record is cornered by halving: it alone becomes a dead letter, its neighbours are handled once', async () => {
    await stage.send([
      ...numbers('p', ...Array.from({ length: 60 }, (_, n) => n)),
      ...numbers('p', 666),
      ...numbers('p', 61, 62),
    ]);
    await drained();
    const mine = (await seen()).filter(([key]) => key === 'p');
    expect(mine.map(([, n]) => n)).toEqual([...Array.from({ length: 60 }, (_, n) => n), 61, 62]);
    expect(mine.every(([, , times]) => times === 1)).toBe(true);
    const [letter, ...more] = await stage.read(deadLetterTopic(stage.Arrived.topic));
    expect(more).toEqual([]);
    expect(String(letter?.value)).toBe('{"key":"p","n":666}');
    expect(String(letter?.headers?.['dead-letter-code'])).toBe('HANDLER_FAILED');
    expect(String(letter?.headers?.['dead-letter-reason'])).toBe('poison');
    expect(String(letter?.headers?.['dead-letter-stack'])).toContain('TypeError: poison');
    expect(String(letter?.headers?.['ce_type'])).toBe(stage.Arrived.type);
  });

  it('3.4 a transient fault rolls the batch back and is tried again, without a trace in the state', async () => {
    await stage.send(numbers('t', 503));
    await drained();
    expect(transientLeft).toBeLessThanOrEqual(0);
    expect((await seen()).filter(([key]) => key === 't')).toEqual([['t', 503, 1]]);
  });

  it('3.5 outcomes as values: drop keeps nothing, dead letter keeps the original bytes, whatever they are', async () => {
    const before = (await stage.read(deadLetterTopic(stage.Arrived.topic))).length;
    const bytes = Buffer.from([0x7b, 0xff, 0x00, 0xfe]);
    await stage.send([...numbers('o', 404, 400), { key: 'o', value: bytes }]);
    await drained();
    const letters = (await stage.read(deadLetterTopic(stage.Arrived.topic))).slice(before);
    expect(letters.map((letter) => String(letter.headers?.['dead-letter-code'])).sort()).toEqual([
      'BAD_NUMBER',
      'UNDECODABLE',
    ]);
    expect(letters.some((letter) => letter.value?.equals(bytes))).toBe(true);
    const passed = (await stage.read(stage.Passed.topic)).filter((message) => String(message.key) === 'o');
    expect(passed).toEqual([]);
  });
});
