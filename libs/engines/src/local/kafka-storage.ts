import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { EnginePorts } from '../choose-ports.js';
import { javaCommand } from './java.js';

/** Where one node keeps its log, and the file that configures it. */
export interface KafkaStorage {
  data: string;
  properties: string;
}

/** Writes today's settings and formats the log folder unless it is. */
export async function prepareStorage(jars: string, storage: KafkaStorage, ports: EnginePorts): Promise<void> {
  await writeFile(storage.properties, kafkaProperties(storage.data, ports));
  if (await isFormatted(storage.data)) return;
  // Formatted aside and renamed when complete, so that a kill in between leaves nothing half formatted.
  const unfinished = `${storage.data}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await rm(storage.data, { recursive: true, force: true });
  const properties = `${unfinished}.properties`;
  await writeFile(properties, kafkaProperties(unfinished, ports));
  const tool = ['-XX:TieredStopAtLevel=1', '-cp', join(jars, '*'), 'kafka.tools.StorageTool'];
  // Attached with "=", because one id in 64 begins with a hyphen and would be taken for an option.
  const clusterId = randomBytes(16).toString('base64url');
  await promisify(execFile)(javaCommand(), [...tool, 'format', `--cluster-id=${clusterId}`, '-c', properties]);
  await rm(properties);
  await rename(unfinished, storage.data);
}

function kafkaProperties(data: string, ports: EnginePorts): string {
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${ports.kafkaController}`,
    listeners: `BROKER://127.0.0.1:${ports.kafka},CONTROLLER://127.0.0.1:${ports.kafkaController}`,
    'advertised.listeners': `BROKER://127.0.0.1:${ports.kafka}`,
    'listener.security.protocol.map': 'BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'BROKER',
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': data.replaceAll('\\', '/'),
    'auto.create.topics.enable': false,
    'message.max.bytes': 10 << 20,
    'replica.fetch.max.bytes': 10 << 20,
    'group.initial.rebalance.delay.ms': 0,
    // After a SIGKILL the node has to wait until its former self's session is over; the default is 9 s.
    'broker.session.timeout.ms': 6_000,
    'broker.heartbeat.interval.ms': 1_000,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 8,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    // The default would take a quarter of the heap.
    'log.cleaner.dedupe.buffer.size': 16 << 20,
    'num.network.threads': 2,
    'num.io.threads': 4,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  return `# Written at every start: changes here are lost.\n${lines.join('\n')}\n`;
}

const isFormatted = (data: string) =>
  access(join(data, 'meta.properties')).then(
    () => true,
    () => false,
  );
