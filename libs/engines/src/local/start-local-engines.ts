import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { choosePorts } from '../choose-ports.js';
import { createDatabases } from '../create-databases.js';
import type { Engine, EngineOptions, Engines } from '../engines.js';
import { takeFolder, type EngineFolder } from './engine-folder.js';
import type { EngineProcess } from './engine-process.js';
import { prepareKafka } from './local-kafka.js';
import { preparePostgres } from './local-postgres.js';

/** Starts both engines as processes of this machine, side by side. */
export async function startLocalEngines(options: EngineOptions): Promise<Engines> {
  const folder = await takeFolder(options);
  const started: EngineProcess[] = [];
  const stop = async () => {
    await Promise.all(started.splice(0).map((engine) => engine.stop()));
    await folder.release();
  };
  try {
    const ports = await choosePorts(options);
    const [postgres, kafka] = await bothOrNone(
      startPostgres(folder, ports.postgres, options, started),
      timed(folder, `Kafka on port ${ports.kafka}`, async () => {
        const engine = await prepareKafka(folder, ports);
        started.push(engine);
        await engine.start(options.signal);
        return engine;
      }),
    );
    return {
      brokers: [`127.0.0.1:${ports.kafka}`],
      postgresUrl: postgres.url,
      postgres: asEngine(postgres.process, ports.postgres),
      kafka: asEngine(kafka, ports.kafka),
      stop,
      destroy: async () => {
        await stop();
        if (!postgres.data.startsWith(folder.dir)) await rm(dirname(postgres.data), { recursive: true, force: true });
        await rm(folder.dir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startPostgres(folder: EngineFolder, port: number, options: EngineOptions, started: EngineProcess[]) {
  return timed(folder, `PostgreSQL on port ${port}`, async () => {
    const postgres = await preparePostgres(folder, port);
    started.push(postgres.process);
    await postgres.process.start(options.signal);
    await createDatabases(postgres.url('postgres'), options.databases);
    return postgres;
  });
}

// The stop after a failure must not overtake the other engine's start.
async function bothOrNone<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}

async function timed<T>(folder: EngineFolder, what: string, start: () => Promise<T>): Promise<T> {
  const from = performance.now();
  const result = await start();
  folder.log(`${what} is up after ${((performance.now() - from) / 1000).toFixed(1)} s`);
  return result;
}

const asEngine = (engine: EngineProcess, port: number): Engine => ({
  port,
  restart: () => engine.restart(),
  kill: (signal) => engine.kill(signal),
});
