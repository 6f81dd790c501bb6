import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { defineEvent } from '@orderweave/contracts';
import { Database, statement } from '@orderweave/postgres';
import { createKafka, on, type Received, topology } from '@orderweave/stream';
import { eventually, testKafka, testPostgres, type TestPostgres } from '@orderweave/testing';
import type { Producer } from 'kafkajs';
import { pino } from 'pino';
import Type from 'typebox';
import { bootService, type RunningService } from '../boot-service.js';
import { DeadLetterTables1766500000000 } from './dead-letter-tables.js';
import { DeadLettersModule } from './dead-letters.module.js';

interface Counted {
  readonly tenant: string;
  readonly n: number;
}

interface Answer {
  readonly status: number;
  // Specs look into many shapes of answers.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly json: any;
}

const COUNT = statement('spec.count', 'INSERT INTO counted (tenant, n, redriven) SELECT $1, $2, $3');
const COUNTS = wide('SELECT tenant, n, redriven FROM counted ORDER BY tenant, n');
const key = (name: string, role: string, tenant: string) => ({
  ...{ name, role, tenant, sha256: createHash('sha256').update(name).digest('hex') },
});

function wide(text: string): { text: string } {
  return { text };
}

describe('dead letters', () => {
  let service: RunningService;
  let schema: TestPostgres;
  let producer: Producer;
  let topic: string;

  beforeAll(async () => {
    const kafka = await testKafka();
    schema = await testPostgres();
    topic = kafka.topic('counted');
    const shape = Type.Object({ tenant: Type.String(), n: Type.Integer() });
    const CountedEvent = defineEvent({ type: 'test.counted.v1', topic, schema: shape, key: (one) => one.tenant });
    const count = async (
      events: readonly Received<Counted>[],
      tx: Parameters<Parameters<Database['transaction']>[0]>[0],
    ) => {
      for (const { payload, headers } of events) {
        if (payload.n === 666) throw new TypeError('poison');
        await tx.query(COUNT, [payload.tenant, payload.n, headers['redriven-from'] ?? null]);
      }
    };
    class CountTable1700000000001 {
      up = (runner: { query(text: string): Promise<unknown> }) =>
        runner.query('CREATE TABLE counted (tenant text, n integer, redriven text)');
      down = async () => undefined;
    }
    @Module({ imports: [DeadLettersModule.of(CountedEvent)] })
    class CountModule {}
    service = await bootService({
      name: kafka.prefix,
      module: CountModule,
      migrations: [CountTable1700000000001 as never, DeadLetterTables1766500000000],
      topology: () => topology(kafka.prefix, on(CountedEvent).run(count).emitsNothing()),
      env: {
        PORT: '0',
        DATABASE_URL: schema.url,
        KAFKA_BROKERS: kafka.brokers.join(','),
        TENANTS: '[{"tenant":"acme"},{"tenant":"other"}]',
        API_KEYS: JSON.stringify([
          ...[key('a-ops', 'ops', 'acme'), key('a-rep', 'rep', 'acme'), key('o-ops', 'ops', 'other')],
          key('root', 'admin', '*'),
        ]),
        LOG_LEVEL: 'silent',
        DOCS_PAGE: 'false',
      },
    });
    const client = createKafka({ brokers: kafka.brokers, clientId: kafka.prefix }, pino({ level: 'silent' }));
    producer = client.producer({ idempotent: true });
    await producer.connect();
    const values = ['{"tenant":"acme","n":1}', '{"tenant":"acme","n":666}', '{"tenant":"other","n":"x"}', 'nobody’s'];
    await producer.send({
      topic,
      messages: values.map((value) => ({ key: 'k', value, headers: { ce_type: CountedEvent.type, more: 'yes' } })),
    });
    await drained();
  });
  afterAll(async () => {
    await producer?.disconnect();
    await service?.stop();
    await schema?.drop();
  });

  async function call(method: string, path: string, who: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${service.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${who}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, json: await response.json() };
  }
  const drained = () =>
    eventually(async () => {
      const response = await fetch(`${service.url}/v1/progress?wait=5000`);
      expect(await response.json()).toMatchObject({ drained: true });
    }, 60_000);
  const counted = () => service.app.get(Database).query<Counted & { redriven: string | null }>(COUNTS);
  const pathOf = (letter: { topic: string; partition: number; offset: string }) =>
    `/v1/dead-letters/${letter.topic}/${letter.partition}/${letter.offset}`;

  it('1. are listed newest first, to those who may see them', async () => {
    const mine = await call('GET', '/v1/dead-letters', 'a-ops');
    expect(mine).toMatchObject({
      status: 200,
      json: {
        items: [{ topic: `${topic}.dead-letters`, code: 'HANDLER_FAILED', reason: 'poison', key: 'k', bytes: 25 }],
        next: null,
      },
    });
    const all = await call('GET', '/v1/dead-letters', 'root');
    expect(all.json.items.map(({ code }: { code: string }) => code)).toHaveLength(3);
    const offsets = all.json.items.map(({ offset }: { offset: string }) => Number(offset));
    expect(offsets).toEqual([...offsets].sort((a, b) => b - a));
    const first = await call('GET', `/v1/dead-letters?limit=2&topic=${topic}`, 'root');
    const second = await call('GET', `/v1/dead-letters?limit=2&cursor=${first.json.next}`, 'root');
    expect([...first.json.items, ...second.json.items]).toEqual(all.json.items);
    expect((await call('GET', '/v1/dead-letters?code=UNDECODABLE', 'root')).json.items).toHaveLength(2);
    expect((await call('GET', '/v1/dead-letters?topic=elsewhere', 'root')).json).toEqual({ items: [], next: null });
    expect((await call('GET', '/v1/dead-letters', 'a-rep')).status).toBe(403);
    expect((await call('GET', '/v1/dead-letters?cursor=WzFd', 'a-ops')).status).toBe(400);
    const other = all.json.items.find(({ beginning }: { beginning: string }) => beginning.includes('other'));
    expect((await call('GET', pathOf(other), 'a-ops')).status).toBe(404);
    expect((await call('POST', `${pathOf(other)}/redrive`, 'a-ops')).status).toBe(404);
  });

  it('2. are shown with their bytes, headers and cause, corrected, redriven, and counted once', async () => {
    const [letter] = (await call('GET', '/v1/dead-letters', 'a-ops')).json.items;
    const whole = await call('GET', pathOf({ ...letter, topic }), 'a-ops');
    expect(whole.json).toMatchObject({ value: '{"tenant":"acme","n":666}', headers: { more: 'yes' } });
    expect(Buffer.from(whole.json.valueBase64, 'base64').toString()).toBe(whole.json.value);
    expect(whole.json.stack).toContain('TypeError: poison');

    const redrive = (body: unknown) => call('POST', `${pathOf(letter)}/redrive`, 'a-ops', body);
    expect((await redrive({ value: '{"tenant":"other","n":2}' })).status).toBe(403);
    expect((await redrive({ value: 'a', valueBase64: 'YQ==' })).status).toBe(400);
    expect((await redrive({ valu: 'a' })).status).toBe(400);
    const corrected = { value: '{"tenant":"acme","n":2}' };
    const answers = await Promise.all([1, 2, 3].map(() => redrive(corrected)));
    expect(answers.map(({ json }) => json.result).sort()).toEqual(['redriven', 'redriven-before', 'redriven-before']);
    expect((await redrive({})).status).toBe(409);
    await drained();
    expect(await counted()).toEqual([
      { tenant: 'acme', n: 1, redriven: null },
      { tenant: 'acme', n: 2, redriven: `${letter.topic}/${letter.partition}/${letter.offset}` },
    ]);
    expect((await call('GET', '/v1/dead-letters', 'a-ops')).json.items).toEqual([]);
    const done = await call('GET', '/v1/dead-letters?state=redriven', 'a-ops');
    expect(done.json.items).toMatchObject([{ redrivenBy: 'a-ops', corrected: true }]);
  });

  it('3. go back in bulk, each once; what still cannot be handled is buried anew, with its bytes', async () => {
    const first = await call('POST', '/v1/dead-letters/redrive?limit=1', 'root');
    expect(first.json.results).toMatchObject([{ result: 'redriven' }]);
    const rest = await call('POST', `/v1/dead-letters/redrive?cursor=${first.json.next}&limit=1`, 'root');
    expect(rest.json.results).toMatchObject([{ result: 'redriven' }]);
    expect(rest.json.results[0].offset).not.toBe(first.json.results[0].offset);
    await drained();
    const open = await call('GET', '/v1/dead-letters', 'root');
    expect(open.json.items.map(({ beginning }: { beginning: string }) => beginning).sort()).toEqual([
      'nobody’s',
      '{"tenant":"other","n":"x"}',
    ]);
    expect((await call('GET', '/v1/dead-letters?state=redriven', 'root')).json.items).toHaveLength(3);
    expect(await counted()).toHaveLength(2);
  });

  it('4. are described', async () => {
    const docs = await call('GET', '/docs-json', 'root');
    expect(docs.json.paths).toMatchObject({
      '/v1/dead-letters': { get: {} },
      '/v1/dead-letters/redrive': { post: {} },
      '/v1/dead-letters/{topic}/{partition}/{offset}': { get: {} },
      '/v1/dead-letters/{topic}/{partition}/{offset}/redrive': { post: {} },
    });
  });
});
