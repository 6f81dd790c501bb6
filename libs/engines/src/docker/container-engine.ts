import { setTimeout as sleep } from 'node:timers/promises';
import { getContainerRuntimeClient, type GenericContainer, type StartedTestContainer } from 'testcontainers';
import type { Engine } from '../engines.js';

const PATIENCE_MS = 120_000;
const ENDING: readonly NodeJS.Signals[] = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGQUIT'];

/** One engine in a container; its port of this machine stays the same over restarts. */
export class ContainerEngine implements Engine {
  private running: StartedTestContainer | undefined;

  constructor(
    private readonly container: GenericContainer,
    readonly port: number,
    private readonly answers: () => Promise<void>,
  ) {}

  async start(): Promise<void> {
    this.running = await this.container.start();
    await this.untilAnswers();
  }

  async restart(): Promise<void> {
    await this.handle().then((container) => container.restart());
    await this.untilAnswers();
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    const container = await this.handle();
    await container.kill({ signal });
    if (ENDING.includes(signal)) await container.wait();
  }

  async stop(): Promise<void> {
    await this.running?.stop({ timeout: 15_000 });
    this.running = undefined;
  }

  private async handle() {
    if (!this.running) throw new Error('the container has not been started');
    const client = await getContainerRuntimeClient();
    return client.container.getById(this.running.getId());
  }

  private async untilAnswers(): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await this.answers();
      } catch (error) {
        if (performance.now() > deadline) throw error;
        await sleep(100);
      }
    }
  }
}
