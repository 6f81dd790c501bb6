import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Database,
  HeldPartitionError,
  holdPartitions,
  isTransient,
  OffsetStore,
  releasePartitions,
  rowArray,
  StaleOwnerError,
  statement,
  takePartitionsBack,
  wideStatement,
} from '@orderweave/postgres';
import { eventually } from '@orderweave/testing';
import { ensureTopics } from '../topics/ensure-topics.js';
import { on, topology, type BatchHandler, type Received } from '../topology.js';
import { numbers, streamFixture, type Counted, type StreamFixture } from './stream-fixture.js';
import kafkajs, { type ConsumerConfig, type ConsumerCrashEvent, type Kafka } from 'kafkajs';
import { pino } from 'pino';

const SEE = statement(
  'test.see4',
  'INSERT INTO seen (key, n) SELECT * FROM unnest($1::text[], $2::int[]) ON CONFLICT (key, n) DO UPDATE SET times = seen.times + 1',
);
const INSERT_ROWS = statement('test.rows', 'INSERT INTO seen SELECT * FROM unnest($1::seen[])');
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
    let crash = (_: ConsumerCrashEvent): void => expect(made).toBe(1);
    const client: Kafka = Object.assign(Object.create(stage.kafka) as Kafka, {
      consumer: (config: ConsumerConfig) => {
        const consumer = stage.kafka.consumer(config);
        const first = made++ === 0;
        const on = (name: string, listener: (event: ConsumerCrashEvent) => void) => {
          if (first && name === consumer.events.CRASH) crash = listener;
          return consumer.on(name as 'consumer.crash', listener);
        };
        return { ...consumer, on };
      },
    });
    const server = await stage.serve(picture(), { kafka: { ...stage.access, client } });
    const error = new kafkajs.KafkaJSNonRetriableError('as after a lost coordinator');
    crash({
      ...{ id: '1', type: 'consumer.crash', timestamp: 0 },
      payload: { error, groupId: stage.names.prefix, restart: false },
    });
    await stage.send(Array.from({ length: 50 }, (_, n) => numbers(`crash${n % 5}`, n)).flat());
    await eventually(async () => expect((await count())?.rows).toBe(before + 50), 20_000);
    await eventually(async () => expect(made).toBe(2));
    expect((await count())?.times).toBe(1);
    await server.close();
  });

  it('4.7 partitions that are held stand still; released, their readers go on where they were', async () => {
    const before = (await count())?.rows ?? 0;
    const server = await stage.serve(picture());
    await stage.send(numbers('before', 1));
    await eventually(async () => expect((await count())?.rows).toBe(before + 1));
    await stage.database.transaction((tx) => holdPartitions(tx, stage.names.prefix, stage.Arrived.topic));
    await stage.send(Array.from({ length: 20 }, (_, n) => numbers(`held${n % 7}`, n)).flat());
    await eventually(async () => expect((await server.progress()).lag[stage.Arrived.topic]).toBe(20));
    const offsets = new OffsetStore(stage.database, stage.names.prefix);
    await expect(offsets.claim(stage.Arrived.topic, 0, 'somebody')).rejects.toThrow(HeldPartitionError);
    expect((await count())?.rows).toBe(before + 1);
    await stage.database.transaction((tx) => releasePartitions(tx, stage.names.prefix));
    await eventually(async () => expect((await count())?.rows).toBe(before + 21));
    // A claim that is taken back is made anew without a word from the group.
    await stage.database.transaction((tx) => takePartitionsBack(tx, stage.names.prefix));
    await stage.send(Array.from({ length: 20 }, (_, n) => numbers(`free${n % 7}`, n)).flat());
    await eventually(async () => expect((await count())?.rows).toBe(before + 41));
    expect((await count())?.times).toBe(1);
    await server.close();
  });

  it('4.8 a table that another one takes the place of fails what was prepared once, and is tried again', async () => {
    const database = new Database({ url: stage.url, connections: 1 });
    const insert = () =>
      database.transaction((tx) => tx.execute(INSERT_ROWS, [rowArray([['exchanged', 1, 1]])])).then(() => 'done');
    const other = statement('test.other', 'CREATE TABLE seen_other (LIKE seen INCLUDING ALL)');
    const exchange = async () => {
      await stage.database.query(other);
      for (const [from, to] of [
        ['seen', 'seen_former'],
        ['seen_other', 'seen'],
      ] as const)
        await stage.database.query(wideStatement(`ALTER TABLE ${from} RENAME TO ${to}`));
    };
    expect(await insert()).toBe('done');
    await exchange();
    const failed = await insert().catch((error: unknown) => error);
    expect(isTransient(failed)).toBe(true);
    expect(await insert()).toBe('done');
    await stage.database.query(wideStatement('DROP TABLE seen_former'));
    await exchange();
    await stage.database.query(wideStatement('DROP TABLE seen_former'));
    expect(isTransient(await insert().catch((error: unknown) => error))).toBe(true);
    expect(await insert()).toBe('done');
    await database.close();
  });
});
