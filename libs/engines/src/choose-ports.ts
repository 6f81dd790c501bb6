import { EngineStartError, type EngineOptions } from './engines.js';
import { freePort, isPortFree } from './free-port.js';

/** The ports that both engines listen on. */
export interface EnginePorts {
  postgres: number;
  kafka: number;
  kafkaController: number;
}

/** Settles the ports from options and environment. @throws EngineStartError when a variable holds no port. */
export async function choosePorts(options: EngineOptions, env = process.env): Promise<EnginePorts> {
  const postgres = await settle(options.postgresPort, env, 'ENGINES_POSTGRES_PORT', 4132, 1);
  const kafka = await settle(options.kafkaPort, env, 'ENGINES_KAFKA_PORT', 4192, 2);
  return { postgres, kafka, kafkaController: kafka + 1 };
}

/** @throws EngineStartError naming the port that is in use and the variable that changes it */
export async function assertPortFree(port: number, engine: 'PostgreSQL' | 'Kafka'): Promise<void> {
  if (await isPortFree(port)) return;
  const variable = engine === 'Kafka' ? 'ENGINES_KAFKA_PORT' : 'ENGINES_POSTGRES_PORT';
  throw new EngineStartError(
    `Port ${port}, meant for ${engine}, is in use by another program. ` +
      `Stop that program, or choose another port: ${variable}=<port>.`,
  );
}

async function settle(asked: number | undefined, env: NodeJS.ProcessEnv, name: string, fallback: number, span: number) {
  if (asked === 0) return freePort(span);
  const set = env[name];
  if (!set) return asked ?? fallback;
  const port = Number(set);
  if (!Number.isInteger(port) || port < 1 || port > 65_534) {
    throw new EngineStartError(`${name} is '${set}', but a port is a whole number from 1 to 65534.`);
  }
  return port;
}
