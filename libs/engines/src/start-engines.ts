import type { EngineOptions, Engines } from './engines.js';
import { startLocalEngines } from './local/start-local-engines.js';

/** Whether what the engines hold is still there after a stop; containers take it with them. */
export function keepsData(): boolean {
  return process.env['ENGINES'] !== 'docker';
}

/**
 * Starts a real PostgreSQL and a real Kafka: as processes of this machine, or in containers with ENGINES=docker.
 * The caller has to call `stop()`, on SIGINT and failures too; what a killed caller leaves behind the next start stops.
 * @throws EngineStartError with a message that says what to do: port in use, no Java, folder in use
 */
export async function startEngines(options: EngineOptions): Promise<Engines> {
  if (keepsData()) return startLocalEngines(options);
  const { startDockerEngines } = await import('./docker/start-docker-engines.js');
  return startDockerEngines(options);
}
