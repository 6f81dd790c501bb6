import { createDataSource, Database, migrate } from '@orderweave/postgres';
import { testKafka, testPostgres, type TestKafka } from '@orderweave/testing';
import { defineEvent, type EventDefinition } from '@orderweave/contracts';
import type { Consumer, Kafka, KafkaMessage } from 'kafkajs';
import { pino } from 'pino';
import Type from 'typebox';
import { openKafka, type KafkaAccess } from '../kafka-client.js';
import { StreamServer, type StreamOptions } from '../stream-server.js';
import type { Topology } from '../topology.js';

/** A number that arrived, and the same number passed on. */
export interface Counted {
  readonly key: string;
  readonly n: number;
}

/** Real engines, two events on topics of their own, and servers that are stopped at the end. */
export interface StreamFixture {
  readonly database: Database;
  readonly url: string;
  readonly kafka: Kafka;
  readonly access: KafkaAccess;
  readonly names: TestKafka;
  readonly Arrived: EventDefinition<Counted>;
  readonly Passed: EventDefinition<Counted>;
  serve(topology: Topology, options?: Partial<StreamOptions>): Promise<StreamServer>;
  send(messages: { key: string; value: string | Buffer; headers?: Record<string, string> }[]): Promise<void>;
  /** Everything that stands on a topic now. */
  read(topic: string): Promise<KafkaMessage[]>;
  close(): Promise<void>;
}

/** Encodes `Arrived` numbers as their producer would. */
export const numbers = (key: string, ...ns: number[]) => ns.map((n) => ({ key, value: JSON.stringify({ key, n }) }));

const log = pino({ level: process.env['STREAM_LOG'] ?? 'silent' });

/** Sets a stage for one suite; the table `seen(key, n, times)` is there for handlers to write to. */
export async function streamFixture(): Promise<StreamFixture> {
  const [names, schema] = await Promise.all([testKafka(), testPostgres()]);
  const source = createDataSource({ url: schema.url });
  await migrate(source);
  await source.query('CREATE TABLE seen (key text, n integer, times integer NOT NULL DEFAULT 1, PRIMARY KEY (key, n))');
  await source.destroy();
  const database = new Database({ url: schema.url });
  const access = openKafka({ brokers: names.brokers, clientId: names.prefix }, log);
  const kafka = access.client;
  const shape = Type.Object({ key: Type.String(), n: Type.Integer() });
  const event = (name: string) =>
    defineEvent({ type: `test.${name}.v1`, topic: names.topic(name), schema: shape, key: (counted) => counted.key });
  const Arrived = event('arrived');
  const servers: StreamServer[] = [];
  // Else a topic whose leaders are not all known yet gets the others' records twice.
  const producer = kafka.producer({ idempotent: true });
  await producer.connect();
  return {
    database,
    url: schema.url,
    kafka,
    access,
    names,
    Arrived,
    Passed: event('passed'),
    async serve(topology, options = {}) {
      const server = new StreamServer({
        topology,
        database,
        kafka: access,
        log,
        group: names.prefix,
        sessionTimeoutMs: 6_000,
        ...options,
      });
      servers.push(server);
      await new Promise<void>((resolve, reject) => void server.listen((error) => (error ? reject(error) : resolve())));
      return server;
    },
    async send(messages) {
      const sent = messages.map((message) => ({ ...message, headers: { ce_type: Arrived.type, ...message.headers } }));
      await producer.send({ topic: Arrived.topic, messages: sent });
    },
    read: (topic) => readAll(kafka, topic),
    async close() {
      await Promise.all(servers.map((server) => server.close().catch(() => undefined)));
      await producer.disconnect();
      await database.close();
      await schema.drop();
    },
  };
}

async function readAll(kafka: Kafka, topic: string): Promise<KafkaMessage[]> {
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  let left = ends.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
  const found: KafkaMessage[] = [];
  if (left === 0) return found;
  const consumer: Consumer = kafka.consumer({ groupId: `read-${topic}-${process.hrtime.bigint()}` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    const eachMessage = async ({ message }: { message: KafkaMessage }) => {
      found.push(message);
      if (--left === 0) resolve();
    };
    consumer.run({ eachMessage }).catch(reject);
  });
  await consumer.disconnect();
  return found;
}
