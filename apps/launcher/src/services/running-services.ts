import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { HomeFolder } from '../home/home-folder.js';
import { forgetServices, rememberServices, stopLeftovers } from './leftover-services.js';
import { SERVICES, serviceUrl } from './service-catalogue.js';
import { serviceEnvironment, type SharedSettings } from './service-environment.js';
import { ServiceProcess } from './service-process.js';

// A batch lives through several small collections; a larger young generation lets it die there.
const NODE_FLAGS = ['--enable-source-maps', '--max-semi-space-size=64'];

/** Where the services' code is and how it is run. */
export interface ServicesOptions {
  /** Folder that holds `apps`. */
  workspace: string;
  home: HomeFolder;
  shared: SharedSettings;
  /** Start a service again when its code changes. */
  watch: boolean;
}

const READY_PATIENCE_MS = 90_000;

/** The four services, running. */
export class RunningServices {
  private constructor(
    private readonly processes: readonly ServiceProcess[],
    private readonly pidFile: string,
  ) {}

  /** Starts all four at once; `ready` waits for them. */
  static async start({ workspace, home, shared, watch }: ServicesOptions): Promise<RunningServices> {
    await stopLeftovers(home.servicePids);
    await mkdir(home.logs, { recursive: true });
    const entryOf = (name: string) => join(workspace, 'apps', name, 'dist', 'main.js');
    const processes = SERVICES.map(
      ({ name }) =>
        new ServiceProcess({
          name,
          args: [...(watch ? ['--watch', '--watch-preserve-output'] : []), ...NODE_FLAGS, entryOf(name)],
          cwd: workspace,
          env: serviceEnvironment(name, shared),
          url: serviceUrl(name, shared.portOffset),
          logFile: join(home.logs, `${name}.log`),
          // What a developer has broken becomes ready once it is mended.
          patienceMs: watch ? Infinity : READY_PATIENCE_MS,
        }),
    );
    const traces = processes.flatMap(({ pid, name }) => (pid === undefined ? [] : [{ pid, entry: entryOf(name) }]));
    await rememberServices(home.servicePids, traces);
    return new RunningServices(processes, home.servicePids);
  }

  /** Waits until every service is ready. @throws ServiceFailure for the first that is not */
  async ready(onReady: (name: string) => void): Promise<void> {
    await Promise.all(this.processes.map((service) => service.ready().then(() => onReady(service.name))));
  }

  /** Rejects as soon as one ends by itself. */
  failure(): Promise<never> {
    return Promise.race(this.processes.map((service) => service.failure()));
  }

  /** Stops them in the order in which orders pass, so that each drains into the next. */
  async stop(): Promise<void> {
    for (const service of this.processes) await service.stop();
    await forgetServices(this.pidFile);
  }

  /** Ends all at once. */
  kill(): void {
    for (const service of this.processes) service.kill();
  }
}
