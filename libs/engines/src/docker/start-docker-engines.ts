import { choosePorts } from '../choose-ports.js';
import { createDatabases, postgresAnswers } from '../create-databases.js';
import type { EngineOptions, Engines } from '../engines.js';
import { kafkaAnswers } from '../kafka-answers.js';
import { ContainerEngine } from './container-engine.js';
import { kafkaContainer, postgresContainer } from './containers.js';

/** Starts both engines in containers on fixed ports of 127.0.0.1; `dir` and `fresh` mean nothing, for the data are new. */
export async function startDockerEngines(options: EngineOptions): Promise<Engines> {
  const ports = await choosePorts(options);
  const { container, password } = postgresContainer(ports.postgres);
  const url = (database: string) =>
    `postgres://orderweave:${password}@127.0.0.1:${ports.postgres}/${encodeURIComponent(database)}`;
  const broker = `127.0.0.1:${ports.kafka}`;
  const postgres = new ContainerEngine(container, ports.postgres, () => postgresAnswers(url('postgres')));
  const kafka = new ContainerEngine(kafkaContainer(ports.kafka), ports.kafka, () => kafkaAnswers(broker));
  const stop = async () => {
    await Promise.all([postgres.stop(), kafka.stop()]);
  };
  try {
    const starts = [postgres.start(), kafka.start()];
    await Promise.allSettled(starts);
    await Promise.all(starts);
    options.signal?.throwIfAborted();
    await createDatabases(url('postgres'), options.databases);
    options.log?.(`PostgreSQL on port ${ports.postgres} and Kafka on port ${ports.kafka} are up in containers`);
  } catch (error) {
    await stop();
    throw error;
  }
  return { brokers: [broker], postgresUrl: url, postgres, kafka, stop, destroy: stop };
}
