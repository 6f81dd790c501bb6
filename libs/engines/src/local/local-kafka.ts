import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { assertPortFree, type EnginePorts } from '../choose-ports.js';
import { kafkaAnswers } from '../kafka-answers.js';
import type { EngineFolder } from './engine-folder.js';
import { EngineProcess } from './engine-process.js';
import { javaCommand } from './java.js';
import { kafkaJars } from './kafka-jars.js';
import { prepareStorage } from './kafka-storage.js';
import { stopLeftover } from './pid-file.js';

/** Stops a leftover of an earlier run, and prepares Kafka's jars, log folder and settings. */
export async function prepareKafka(folder: EngineFolder, ports: EnginePorts): Promise<EngineProcess> {
  const pidFile = join(folder.dir, 'kafka.pid');
  const data = join(folder.dir, 'kafka');
  const properties = join(folder.dir, 'kafka.properties');
  if (await stopLeftover(pidFile, properties, 'SIGTERM'))
    folder.log('Kafka of an earlier run was still up: stopped it');
  if (folder.fresh) await rm(data, { recursive: true, force: true });
  await assertPortFree(ports.kafka, 'Kafka');
  await assertPortFree(ports.kafkaController, 'Kafka');

  const jars = await kafkaJars(folder.log);
  await prepareStorage(jars, { data, properties }, ports);
  // Native libraries are unpacked there; a killed Kafka leaves them behind.
  const temporary = join(folder.dir, 'tmp');
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary);
  const logging = ['log.org.apache.kafka=warn', 'log.kafka=warn', 'defaultLogLevel=warn', 'showDateTime=true'];
  return new EngineProcess({
    ...{ name: 'Kafka', command: javaCommand(), cwd: folder.dir },
    args: [
      ...['-Xms256m', '-Xmx512m', '-XX:+UseG1GC', '-XX:MaxGCPauseMillis=20', '-XX:-UsePerfData'],
      `-Djava.io.tmpdir=${temporary}`,
      ...logging.map((setting) => `-Dorg.slf4j.simpleLogger.${setting}`),
      ...['-cp', join(jars, '*'), 'kafka.Kafka', properties],
    ],
    ...{ logFile: join(folder.logs, 'kafka.log'), pidFile, gentle: 'SIGTERM' as const },
    answers: () => kafkaAnswers(`127.0.0.1:${ports.kafka}`),
  });
}
