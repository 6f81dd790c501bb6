import { EngineStartError, type EngineOptions } from './engines.js';
import { freePort, isPortFree } from './free-port.js';

/** The ports that both engines listen on. */
export interface EnginePorts {
  postgres: number;
  kafka: number;
  kafkaController: number;
}

/** Where one engine's port comes from. */
interface PortChoice {
  /** By option; 0 asks for free ports, whatever the environment says. */
  asked: number | undefined;
  /** The environment variable that overrides the option. */
  variable: string;
  fallback: number;
  /** How many ports in a row the engine needs. */
  span: number;
}

/** Settles the ports from options and environment. @throws EngineStartError when a variable holds no port. */
export async function choosePorts(options: EngineOptions, env = process.env): Promise<EnginePorts> {
  const { postgresPort, kafkaPort } = options;
  const postgres = await settle(
    { asked: postgresPort, variable: 'ENGINES_POSTGRES_PORT', fallback: 4132, span: 1 },
    env,
  );
  const choice = { asked: kafkaPort, variable: 'ENGINES_KAFKA_PORT', fallback: 4192, span: 2 };
  let kafka = await settle(choice, env);
  // What is free by chance may be free twice: nobody listens yet.
  while (kafkaPort === 0 && (kafka === postgres || kafka + 1 === postgres)) kafka = await settle(choice, env);
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

async function settle({ asked, variable, fallback, span }: PortChoice, env: NodeJS.ProcessEnv): Promise<number> {
  if (asked === 0) return freePort(span);
  const set = env[variable];
  if (!set) return asked ?? fallback;
  const port = Number(set);
  if (!Number.isInteger(port) || port < 1 || port > 65_534) {
    throw new EngineStartError(`${variable} is '${set}', but a port is a whole number from 1 to 65534.`);
  }
  return port;
}
