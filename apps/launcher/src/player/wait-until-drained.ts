import type { ServiceProgress } from '../api/system-api.js';
import { SERVICES, type ServiceName } from '../services/service-catalogue.js';

/** Asks one service how far it is, waiting a while for it to be drained. */
export type AskProgress = (service: ServiceName) => Promise<ServiceProgress>;

/**
 * Waits until services have nothing left, one after the other in the order in which an order passes: a service that is drained
 * has handed everything on, so that the next one's lag tells all that it will ever get.
 */
export async function waitUntilDrained(
  from: ServiceName,
  ask: AskProgress,
  onProgress: (service: ServiceName, progress: ServiceProgress) => void,
): Promise<void> {
  for (const { name } of SERVICES.slice(SERVICES.findIndex((service) => service.name === from))) {
    for (let drained = false; !drained;) {
      const progress = await ask(name);
      onProgress(name, progress);
      drained = progress.drained;
    }
  }
}
