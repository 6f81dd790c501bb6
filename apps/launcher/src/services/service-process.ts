import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';

/** How one service is run. */
export interface ServiceCommand {
  name: string;
  /** Arguments of node: its options and the entry file. */
  args: readonly string[];
  cwd: string;
  env: Record<string, string>;
  /** Address at which it answers. */
  url: string;
  logFile: string;
  /** How long it may take to become ready, milliseconds. */
  patienceMs: number;
}

/** Thrown when a service ends by itself or never becomes ready; the message ends with its last log lines. */
export class ServiceFailure extends Error {
  override name = 'ServiceFailure';
}

const STOP_PATIENCE_MS = 15_000;

/** One service as a child process in a group of its own, so that Ctrl-C on the terminal reaches it through us only. */
export class ServiceProcess {
  private readonly child: ChildProcess;
  private stopping = false;
  /** Settles when the process has ended. */
  readonly ended: Promise<void>;

  constructor(private readonly command: ServiceCommand) {
    const log = openSync(command.logFile, 'w');
    this.child = spawn(process.execPath, command.args, {
      cwd: command.cwd,
      env: { ...process.env, ...command.env },
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    this.ended = new Promise((resolve) => {
      this.child.once('exit', () => resolve());
      this.child.once('error', () => resolve());
    });
  }

  get name(): string {
    return this.command.name;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Rejects if the service ends before it was told to; else stays open. */
  async failure(): Promise<never> {
    await this.ended;
    if (this.stopping) return new Promise<never>(() => undefined);
    throw await this.failed(`ended by itself (${this.child.signalCode ?? `status ${this.child.exitCode}`})`);
  }

  /** Waits until it says that it is ready. @throws ServiceFailure */
  async ready(): Promise<void> {
    const deadline = performance.now() + this.command.patienceMs;
    const failure = this.failure();
    while (!(await Promise.race([this.isReady(), failure]))) {
      if (performance.now() > deadline)
        throw await this.failed(`is not ready after ${this.command.patienceMs / 1000} s`);
      await sleep(100);
    }
  }

  /** Lets it finish what it has begun, and kills it when that takes too long. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.child.kill('SIGTERM');
    const patience = new AbortController();
    const late = sleep(STOP_PATIENCE_MS, true, { signal: patience.signal }).catch(() => false);
    if (await Promise.race([this.ended.then(() => false), late])) this.kill();
    patience.abort();
    await this.ended;
  }

  /** Ends it at once. */
  kill(): void {
    this.stopping = true;
    this.child.kill('SIGKILL');
  }

  private async isReady(): Promise<boolean> {
    try {
      const { statusCode, body } = await request(`${this.command.url}/health/ready`, { headersTimeout: 5_000 });
      await body.dump();
      return statusCode === 200;
    } catch {
      return false;
    }
  }

  private async failed(what: string): Promise<ServiceFailure> {
    const log = await readFile(this.command.logFile, 'utf8').catch(() => '');
    const lines = log.trimEnd().split('\n').slice(-20).join('\n');
    return new ServiceFailure(`${this.name} ${what}. The end of ${this.command.logFile}:\n${lines}`);
  }
}
