import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { statement } from '@orderweave/postgres';
import { eventually } from '@orderweave/testing';
import kafkajs, { type Admin } from 'kafkajs';
import { pino } from 'pino';
import type { FollowedPartition } from '../fetch/followed-partition.js';
import { LogFetcher } from '../fetch/log-fetcher.js';
import type { LogRecord } from '../fetch/log-record.js';
import { on, topology, type BatchHandler, type Received } from '../topology.js';
import { numbers, streamFixture, type Counted, type StreamFixture } from './stream-fixture.js';

const { CompressionTypes } = kafkajs;
const LIMITS = { records: 1_000, bytes: 1 << 20 };

describe('8. The log is read ahead of those who handle it', () => {
  let stage: StreamFixture;
  let admin: Admin;
  const fetchers: LogFetcher[] = [];
  beforeAll(async () => {
    stage = await streamFixture();
    admin = stage.kafka.admin();
    await admin.connect();
  });
  afterAll(async () => {
    for (const fetcher of fetchers) fetcher.close();
    await admin.disconnect();
    await stage.close();
  });

  const topicOfOne = async (name: string, compression = 'producer') => {
    const topic = stage.names.topic(name);
    const configEntries = [{ name: 'compression.type', value: compression }];
    await admin.createTopics({ topics: [{ topic, numPartitions: 1, configEntries }], waitForLeaders: true });
    return topic;
  };
  const follow = (topic: string, from = 0n) => {
    const fetcher = new LogFetcher(
      { admin, options: stage.access.options, log: pino({ level: 'silent' }) },
      () => undefined,
    );
    fetchers.push(fetcher);
    return fetcher.follow(topic, 0, from);
  };
  const takeUpTo = async (followed: FollowedPartition, end: bigint, limits = LIMITS) => {
    const records: LogRecord[] = [];
    await eventually(async () => {
      const slice = await followed.take(limits);
      records.push(...slice.records);
      expect(slice.nextOffset).toBe(end);
    });
    return records;
  };
  const produce = async (topic: string, values: readonly string[], compression = CompressionTypes.None) => {
    const producer = stage.kafka.producer();
    await producer.connect();
    const messages = values.map((value) => ({ key: `k-${value}`, value, headers: { first: `h-${value}`, 已: '知' } }));
    await producer.send({ topic, messages, compression });
    await producer.disconnect();
  };

  it('8.1 records come as they were sent, however they were packed, from any offset on', async () => {
    const topic = await topicOfOne('packed');
    const values = Array.from({ length: 12 }, (_, n) => `${n}-${'值'.repeat(n * 40)}`);
    await produce(topic, values.slice(0, 4));
    await produce(topic, values.slice(4, 8), CompressionTypes.GZIP);
    await produce(topic, values.slice(8), CompressionTypes.LZ4);
    const all = await takeUpTo(follow(topic), 12n);
    expect(all.map(({ offset }) => offset)).toEqual(values.map((_, n) => BigInt(n)));
    expect(all.map(({ value }) => value?.toString())).toEqual(values);
    expect(all.map(({ key }) => key?.toString())).toEqual(values.map((value) => `k-${value}`));
    expect(all[9]?.headers()).toEqual({ first: `h-${values[9]}`, 已: '知' });
    expect([all[5]?.header('first'), all[5]?.header('second')]).toEqual([`h-${values[5]}`, undefined]);
    expect(Math.abs(Date.now() - (all[0]?.timestamp ?? 0))).toBeLessThan(600_000);
    // In the middle of a batch, and record by record.
    const rest = await takeUpTo(follow(topic, 6n), 12n, { records: 1, bytes: 1 });
    expect(rest.map(({ value }) => value?.toString())).toEqual(values.slice(6));
  });

  it.each(['gzip', 'snappy', 'lz4', 'zstd'])(
    '8.1 what Kafka itself packs with %s comes as it was sent',
    async (name) => {
      const topic = await topicOfOne(name, name);
      const values = ['a', '值'.repeat(5_000), 'b'.repeat(40_000), ''];
      await produce(topic, values);
      expect((await takeUpTo(follow(topic), 4n)).map(({ value }) => value?.toString())).toEqual(values);
    },
  );

  it('8.2 a slice ends before the offset that it is told to', async () => {
    const topic = await topicOfOne('bounded');
    await produce(topic, ['a', 'b', 'c', 'd']);
    const followed = follow(topic);
    const before = { ...LIMITS, before: 3n };
    expect((await takeUpTo(followed, 3n, before)).map(({ value }) => value?.toString())).toEqual(['a', 'b', 'c']);
    expect(await followed.take(before)).toEqual({ records: [], nextOffset: 3n });
    expect((await takeUpTo(followed, 4n)).map(({ value }) => value?.toString())).toEqual(['d']);
  });

  it('8.3 of transactions only what was committed is seen, and their markers hold nobody up', async () => {
    const seen: number[] = [];
    const see: BatchHandler<Received<Counted>> = async (events) => {
      seen.push(...events.map(({ payload }) => payload.n));
    };
    const server = await stage.serve(topology('manual', on(stage.Arrived).run(see).emitsNothing()));
    const producer = stage.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      transactionalId: stage.names.prefix,
    });
    await producer.connect();
    const send = async (n: number, end: 'commit' | 'abort') => {
      const transaction = await producer.transaction();
      await transaction.send({ topic: stage.Arrived.topic, messages: numbers('one', n, n + 1) });
      await transaction[end]();
    };
    await send(10, 'commit');
    await send(20, 'abort');
    await send(30, 'commit');
    await send(40, 'abort');
    await producer.disconnect();
    await eventually(async () => expect(await server.progress()).toMatchObject({ drained: true }), 20_000);
    expect(seen).toEqual([10, 11, 30, 31]);
    await server.close();
  });

  it('8.4 records that were deleted before they were read are passed over', async () => {
    const topic = await topicOfOne('deleted');
    await produce(topic, ['a', 'b', 'c', 'd']);
    // kafkajs asks for no leaders there, and knows them from here.
    await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '2' }] });
    expect((await takeUpTo(follow(topic), 4n)).map(({ value }) => value?.toString())).toEqual(['c', 'd']);
  });

  it('8.11 a partition of which enough waits is not asked for, and its silence is no sign of death', async () => {
    const topic = await topicOfOne('full');
    const producer = stage.kafka.producer();
    await producer.connect();
    for (let n = 0; n < 5; n++) await producer.send({ topic, messages: [{ value: 'x'.repeat(600_000) }] });
    await producer.disconnect();
    const followed = follow(topic);
    await eventually(async () => expect(followed.isFull).toBe(true));
    const { position, lastSign } = followed;
    await eventually(async () => expect(followed.lastSign).toBeGreaterThan(lastSign));
    expect(followed.position).toBe(position);
  });

  it('8.5 a partition that only one of two claims by mistake goes on with its owner', async () => {
    const count = statement('test.count8', "SELECT count(*)::int AS rows FROM seen WHERE key = 'late'");
    const insert = statement('test.see8', 'INSERT INTO seen (key, n) SELECT * FROM unnest($1::text[], $2::int[])');
    const see: BatchHandler<Received<Counted>> = async (events, tx) => {
      await tx.query(insert, [events.map((e) => e.payload.key), events.map((e) => e.payload.n)]);
    };
    const server = await stage.serve(topology('manual', on(stage.Arrived).run(see).emitsNothing()));
    await stage.send(numbers('late', 1));
    const rows = async () => (await stage.database.query<{ rows: number }>(count))[0]?.rows;
    await eventually(async () => expect(await rows()).toBe(1));
    // As a member does that was given the partition once, and was slow to claim it.
    const steal = statement(
      'test.steal',
      "UPDATE stream_offset SET epoch = epoch + 1, owner = 'late' WHERE consumer = $1",
    );
    await stage.database.query(steal, [stage.names.prefix]);
    await stage.send(numbers('late', 2));
    await eventually(async () => expect(await rows()).toBe(2), 20_000);
    await server.close();
  });
});
