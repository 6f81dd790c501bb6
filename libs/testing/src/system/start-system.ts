import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort, startEngines, type Engines } from '@orderweave/engines';
import { ServiceHandle } from './service-handle.js';

/** The services, in the order in which an order passes through them. */
export const SYSTEM_SERVICES = ['order-ingest', 'customer-profile', 'segmentation', 'notification'] as const;
export type SystemService = (typeof SYSTEM_SERVICES)[number];

/** What to start. */
export interface SystemOptions {
  /** Which services; all four unless told. */
  readonly services?: readonly SystemService[];
  /** Tenant settings; one tenant `default` with default settings unless told. */
  readonly tenants?: readonly object[];
  /** Further environment of every service. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Real engines of its own and the compiled services as processes, on free ports, in a temporary folder. */
export interface System {
  readonly engines: Engines;
  /** Admin key of tenant `default`. */
  readonly apiKey: string;
  readonly folder: string;
  service(name: SystemService): ServiceHandle;
  databaseUrl(name: SystemService): string;
  /** Waits until nothing is left to do anywhere. @throws with what is left, when that takes longer than `timeoutMs` */
  drained(timeoutMs?: number): Promise<void>;
  /** Sets the clock of tenant `default` to an instant. */
  moveClock(now: string): Promise<void>;
  /** Stops services and engines and deletes the data. */
  stop(): Promise<void>;
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');
const databaseOf = (name: string) => name.replaceAll('-', '_');

/** Starts the whole system, or some of its services. The services must have been built. */
export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const { services = SYSTEM_SERVICES, tenants = [{ tenant: 'default' }], env = {} } = options;
  const folder = mkdtempSync(join(tmpdir(), 'orderweave-system-'));
  const databases = SYSTEM_SERVICES.map(databaseOf);
  const engines = await startEngines({ dir: join(folder, 'engines'), postgresPort: 0, kafkaPort: 0, databases });
  const apiKey = `ow_${randomBytes(24).toString('hex')}`;
  const sha256 = createHash('sha256').update(apiKey).digest('hex');
  const handles = new Map<string, ServiceHandle>();
  for (const name of services) {
    const settings = {
      DATABASE_URL: engines.postgresUrl(databaseOf(name)),
      KAFKA_BROKERS: engines.brokers.join(','),
      TENANTS: JSON.stringify(tenants),
      API_KEYS: JSON.stringify([{ name: 'test', sha256, tenant: 'default', role: 'admin', channels: ['*'] }]),
      LOG_LEVEL: 'info',
      ...env,
    };
    const entry = join(root, 'apps', name, 'dist', 'main.js');
    const logFile = join(folder, `${name}.log`);
    handles.set(name, new ServiceHandle({ name, entry, port: await freePort(), env: settings, logFile }));
  }
  const service = (name: SystemService): ServiceHandle => {
    const handle = handles.get(name);
    if (!handle) throw new Error(`${name} was not started`);
    return handle;
  };
  const system: System = {
    engines,
    apiKey,
    folder,
    service,
    databaseUrl: (name) => engines.postgresUrl(databaseOf(name)),
    drained: (timeoutMs = 60_000) => waitUntilDrained([...handles.values()], apiKey, timeoutMs),
    async moveClock(now) {
      await service('segmentation').call('/v1/clock', { method: 'PUT', body: { mode: 'manual', now }, apiKey });
    },
    async stop() {
      await end();
      if (!process.env['KEEP_LOGS']) rmSync(folder, { recursive: true, force: true });
    },
  };
  const end = async () => {
    await Promise.all([...handles.values()].map((handle) => handle.kill('SIGTERM')));
    await engines.destroy();
  };
  try {
    await Promise.all([...handles.values()].map((handle) => handle.start()));
  } catch (error) {
    // The logs stay: the error names the one to read.
    await end();
    throw error;
  }
  return system;
}

async function waitUntilDrained(handles: readonly ServiceHandle[], apiKey: string, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (const handle of handles) {
    for (;;) {
      // A service that was just killed refuses connections for a while.
      const progress = await handle
        .call<{ drained: boolean }>('/v1/progress?wait=1000', { apiKey })
        .catch((error: Error) => ({ drained: false, error: error.message }));
      if (progress.drained) break;
      if (Date.now() > deadline) throw new Error(`${handle.settings.name} is not drained: ${JSON.stringify(progress)}`);
      await sleep(20);
    }
  }
}
