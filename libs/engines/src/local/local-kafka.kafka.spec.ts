import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { freePort } from '../free-port.js';
import { takeFolder, type EngineFolder } from './engine-folder.js';
import type { EngineProcess } from './engine-process.js';
import { kafkaJars } from './kafka-jars.js';
import { prepareKafka } from './local-kafka.js';

describe('Kafka on this machine', () => {
  let folder: EngineFolder;
  let port: number;
  let running: EngineProcess | undefined;

  beforeEach(async () => {
    folder = await takeFolder({ dir: await mkdtemp(join(tmpdir(), 'kafka-')), databases: [] });
    port = await freePort(2);
  });
  afterEach(async () => {
    await running?.stop();
    running = undefined;
    await rm(folder.dir, { recursive: true });
  });

  const ports = () => ({ postgres: 0, kafka: port, kafkaController: port + 1 });
  const client = () => new Kafka({ brokers: [`127.0.0.1:${port}`], logLevel: logLevel.NOTHING });

  it('keeps what was acknowledged over a SIGKILL, a half-formatted folder, and a change of ports', async () => {
    await mkdir(join(folder.dir, 'kafka.unfinished'));
    running = await prepareKafka(folder, ports());
    await running.start();
    await publish(client(), ['one', 'two']);
    await running.kill('SIGKILL');
    await running.restart();
    expect(await offsets(client())).toBe('2');

    await running.stop();
    port = await freePort(2);
    running = await prepareKafka(folder, ports());
    await running.start();
    expect(await offsets(client())).toBe('2');
  });

  it('creates no topic unasked', async () => {
    running = await prepareKafka(folder, ports());
    await running.start();
    const producer = client().producer({ retry: { retries: 1 }, allowAutoTopicCreation: true });
    await producer.connect();
    await expect(producer.send({ topic: 'typo', messages: [{ value: 'x' }] })).rejects.toThrow(/does not host/);
    await producer.disconnect();
  });

  it('names the port that is in use and how to choose another', async () => {
    const server = createServer().listen(port + 1, '127.0.0.1');
    const prepared = prepareKafka(folder, ports());
    await expect(prepared).rejects.toThrow(new RegExp(`Port ${port + 1}.*Kafka.*ENGINES_KAFKA_PORT=<port>`));
    server.close();
  });

  it('fetches the jars once when two start at once, over the rest of a download that was cut off', async () => {
    const cache = join(folder.dir, 'cache');
    await mkdir(join(cache, 'kafka-4.3.0.unfinished/half'), { recursive: true });
    const lines: string[] = [];
    const [one, other] = await Promise.all([1, 2].map(() => kafkaJars((line) => lines.push(line), cache)));
    expect(other).toBe(one);
    expect(lines.filter((line) => line.startsWith('fetching'))).toHaveLength(1);
    const jars = await readdir(one ?? '');
    expect(jars.filter((name) => name.startsWith('kafka_2.13-'))).toHaveLength(1);
    expect(jars).not.toContain('half');
  });
});

async function publish(kafka: Kafka, values: string[]): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: 'kept', numPartitions: 1 }], waitForLeaders: true });
  await admin.disconnect();
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic: 'kept', acks: -1, messages: values.map((value) => ({ value })) });
  await producer.disconnect();
}

async function offsets(kafka: Kafka): Promise<string | undefined> {
  const admin = kafka.admin();
  await admin.connect();
  const [partition] = await admin.fetchTopicOffsets('kept');
  await admin.disconnect();
  return partition?.high;
}
