import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OffsetStore, StaleOwnerError, statement } from '@orderweave/postgres';
import { eventually } from '@orderweave/testing';
import { ensureTopics } from '../topics/ensure-topics.js';
import { on, topology, type BatchHandler, type Received } from '../topology.js';
import { numbers, streamFixture, type Counted, type StreamFixture } from './stream-fixture.js';
import kafkajs, { type ConsumerConfig, type ConsumerRunConfig, type Kafka } from 'kafkajs';
import { pino } from 'pino';

const SEE = statement(
  'test.see4',
  'INSERT INTO seen (key, n) SELECT * FROM unnest($1::text[], $2::int[]) ON CONFLICT (key, n) DO UPDATE SET times = seen.times + 1',
);
const COUNT = statement('test.count4', 'SELECT count(*)::int AS rows, coalesce(max(times), 0)::int AS times FROM seen');
const REWIND = statement('test.rewind', 'UPDATE stream_offset SET next_offset = 0 WHERE consumer = $1');

describe('4. PostgreSQL decides who owns a partition, and from where it goes on', () => {
  let stage: StreamFixture;
  beforeAll(async () => {
    stage = await streamFixture();
  });
  afterAll(() => stage.close());

  const picture = () => {
    const see: BatchHandler<Received<Counted>> = async (events, tx) => {
      await tx.query(SEE, [events.map((e) => e.payload.key), events.map((e) => e.payload.n)]);
    };
    return topology('manual', on(stage.Arrived).run(see).emitsNothing());
  };
  const count = async () => (await stage.database.query<{ rows: number; times: number }>(COUNT))[0];

  it('4.1 a claim voids the one before: its holder is refused and its work is rolled back', async () => {
    const offsets = new OffsetStore(stage.database, 'fencing');
    const first = await offsets.claim('t', 0, 'zombie');
    await stage.database.transaction((tx) => offsets.advance(tx, first, 5n));
    const second = await offsets.claim('t', 0, 'heir');
    expect(second.nextOffset).toBe(5n);
    const late = stage.database.transaction(async (tx) => {
      await tx.query(SEE, [['zombie'], [1]]);
      await offsets.advance(tx, first, 9n);
    });
    await expect(late).rejects.toThrow(StaleOwnerError);
    expect(await count()).toEqual({ rows: 0, times: 0 });
    await stage.database.transaction((tx) => offsets.advance(tx, second, 6n));
    await expect(stage.database.transaction((tx) => offsets.advance(tx, second, 3n))).rejects.toThrow(StaleOwnerError);
  });

  it('4.2 ended in order and started again, nothing is handled twice', async () => {
    const server = await stage.serve(picture());
    await stage.send(Array.from({ length: 300 }, (_, n) => numbers(`k${n % 5}`, n)).flat());
    await eventually(async () => expect((await count())?.rows).toBeGreaterThan(0));
    await server.close();
    const next = await stage.serve(picture());
    await eventually(async () => expect(await next.progress()).toMatchObject({ drained: true }));
    expect(await count()).toEqual({ rows: 300, times: 1 });
    await next.close();
  });

  it('4.3 PostgreSQL put back to an earlier state is brought up to date from the log, whatever offset Kafka holds', async () => {
    await stage.database.query(REWIND, [stage.names.prefix]);
    await stage.database.query(statement('test.forget', 'DELETE FROM seen'));
    const server = await stage.serve(picture());
    // Nothing new comes that could make Kafka hand anything out.
    await eventually(async () => expect(await server.progress()).toMatchObject({ drained: true }));
    expect(await count()).toEqual({ rows: 300, times: 1 });
    await server.close();
  });

  it('4.4 two replicas share the partitions; one that joins or leaves loses and repeats nothing', async () => {
    await stage.database.query(statement('test.forget', 'DELETE FROM seen'));
    const one = await stage.serve(picture());
    const sending = (async () => {
      for (let n = 0; n < 40; n++) await stage.send(Array.from({ length: 20 }, (_, i) => numbers(`r${i}`, n)).flat());
    })();
    const two = await stage.serve(picture());
    await sending;
    await one.close();
    await eventually(async () => expect(await two.progress()).toMatchObject({ drained: true }), 30_000);
    const [mine] = await stage.database.query<{ rows: number; times: number }>(
      statement(
        'test.replicas',
        "SELECT count(*)::int AS rows, max(times)::int AS times FROM seen WHERE key LIKE 'r%'",
      ),
    );
    expect(mine).toEqual({ rows: 800, times: 1 });
    await two.close();
  });

  it('4.5 topics are made once; what differs from the configuration is said and left alone', async () => {
    const admin = stage.kafka.admin();
    await admin.connect();
    const topic = stage.names.topic('made');
    const log = pino({ level: 'silent' });
    expect(await ensureTopics(admin, new Map([[topic, { partitions: 2, retentionMs: 60_000 }]]), log)).toEqual([]);
    expect(await ensureTopics(admin, new Map([[topic, { partitions: 3, retentionMs: -1 }]]), log)).toEqual([
      `topic ${topic} has 2 partitions, configured are 3`,
      `topic ${topic} keeps its records for 60000 ms, configured are -1`,
    ]);
    await admin.disconnect();
  });

  it('4.6 a consumer that crashed for good is replaced, and nothing is lost or repeated', async () => {
    const before = (await count())?.rows ?? 0;
    let made = 0;
    const client: Kafka = Object.assign(Object.create(stage.kafka) as Kafka, {
      consumer: (config: ConsumerConfig) => {
        const consumer = stage.kafka.consumer(config);
        const crash = () => Promise.reject(new kafkajs.KafkaJSNonRetriableError('as after a lost coordinator'));
        const run = (settings?: ConsumerRunConfig) => consumer.run({ ...settings, eachBatch: crash });
        // Whichever of the two members gets the first batch crashes.
        return made++ < 2 ? { ...consumer, run } : consumer;
      },
    });
    const server = await stage.serve(picture(), { kafka: { ...stage.access, client } });
    await stage.send(Array.from({ length: 50 }, (_, n) => numbers(`crash${n % 5}`, n)).flat());
    await eventually(async () => expect((await count())?.rows).toBe(before + 50), 20_000);
    expect(made).toBeGreaterThanOrEqual(3);
    expect((await count())?.times).toBe(1);
    await server.close();
  });
});
