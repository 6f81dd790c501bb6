import { startEngines, type Engines } from '@orderweave/engines';
import type { TenantSettings } from '@orderweave/domain-ordering';
import { hashedKeys, type Credentials } from './home/credentials.js';
import type { HomeFolder } from './home/home-folder.js';
import { RunningServices } from './services/running-services.js';
import { ENGINE_PORTS, SERVICES } from './services/service-catalogue.js';

/** What a system is started with. */
export interface SystemOptions {
  workspace: string;
  home: HomeFolder;
  credentials: Credentials;
  tenant: TenantSettings;
  portOffset: number;
  fresh: boolean;
  /** Services start again when their code changes. */
  watch: boolean;
  log: (line: string) => void;
}

/** Engines and services of one home folder. */
export class RunningSystem {
  private engines: Engines | undefined;
  private services: RunningServices | undefined;

  constructor(private readonly options: SystemOptions) {}

  /** Starts the engines, then the processes of the services; `ready` waits for those. @throws EngineStartError */
  async start(signal: AbortSignal): Promise<void> {
    const { workspace, home, portOffset, watch, credentials, tenant } = this.options;
    this.engines = await startEngines({
      dir: home.engines,
      postgresPort: ENGINE_PORTS.postgres + portOffset,
      kafkaPort: ENGINE_PORTS.kafka + portOffset,
      databases: SERVICES.map(({ database }) => database),
      fresh: this.options.fresh,
      log: this.options.log,
      signal,
    });
    signal.throwIfAborted();
    const shared = { engines: this.engines, tenants: [tenant], apiKeys: hashedKeys(credentials), portOffset };
    this.services = await RunningServices.start({ workspace, home, shared, watch });
  }

  /** Waits until all services are ready. @throws ServiceFailure */
  async ready(onReady: (name: string) => void): Promise<void> {
    await this.services?.ready(onReady);
  }

  /** Rejects as soon as a service ends by itself. */
  failure(): Promise<never> {
    return this.services?.failure() ?? new Promise(() => undefined);
  }

  /** Services first, each drained; then Kafka and PostgreSQL. */
  async stop(): Promise<void> {
    await this.services?.stop();
    await this.engines?.stop();
  }

  /** Ends everything at once; what is left half done is put right at the next start. */
  async kill(): Promise<void> {
    this.services?.kill();
    await Promise.all([this.engines?.kafka.kill('SIGKILL'), this.engines?.postgres.kill('SIGQUIT')]);
  }
}
