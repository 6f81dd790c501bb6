import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

// As deploy/Dockerfile and the launcher run services.
const NODE_FLAGS = ['--enable-source-maps', '--max-semi-space-size=64'];

/** How a service is run. */
export interface ServiceSettings {
  readonly name: string;
  /** Its compiled `main.js`. */
  readonly entry: string;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
}

/** A service as a real process, which a test can kill, stop and start again on the same port. */
export class ServiceHandle {
  readonly url: string;
  private process: ChildProcess | undefined;

  constructor(readonly settings: ServiceSettings) {
    this.url = `http://127.0.0.1:${settings.port}`;
  }

  /** Process id while it runs. */
  get pid(): number | undefined {
    return this.process?.exitCode === null && this.process.signalCode === null ? this.process.pid : undefined;
  }

  /** Starts the process and waits until it is ready. @throws when it ends or is not ready within `timeoutMs` */
  async start(timeoutMs = 60_000): Promise<void> {
    const { entry, env, logFile, name, port } = this.settings;
    const log = openSync(logFile, 'a');
    this.process = spawn(process.execPath, [...NODE_FLAGS, entry], {
      env: { PATH: process.env['PATH'], ...env, SERVICE_NAME: name, PORT: String(port) },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    const deadline = Date.now() + timeoutMs;
    while (!(await this.answers('/health/ready'))) {
      if (this.pid === undefined) throw new Error(`${name} ended while starting; see ${logFile}`);
      if (Date.now() > deadline) throw new Error(`${name} is not ready after ${timeoutMs} ms; see ${logFile}`);
      await sleep(50);
    }
  }

  /** Sends a signal; for one that ends the process it waits for the end. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    const child = this.process;
    if (!child || this.pid === undefined) return;
    const ended = signal === 'SIGSTOP' || signal === 'SIGCONT' ? Promise.resolve() : once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  /** JSON of a GET or POST, with the key of the system. @throws on another status than 2xx */
  async call<T>(path: string, options: { method?: string; body?: unknown; apiKey: string }): Promise<T> {
    const response = await fetch(this.url + path, {
      method: options.method ?? 'GET',
      headers: { authorization: `Bearer ${options.apiKey}`, 'content-type': 'application/json' },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${options.method ?? 'GET'} ${path} answered ${response.status}: ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  private async answers(path: string): Promise<boolean> {
    try {
      return (await fetch(this.url + path, { signal: AbortSignal.timeout(2_000) })).ok;
    } catch {
      return false;
    }
  }
}
