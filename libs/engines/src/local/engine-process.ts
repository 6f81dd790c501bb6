import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { EngineStartError } from '../engines.js';
import { writePidFile } from './pid-file.js';
import { identifyProcess, type ProcessIdentity } from './process-identity.js';
import { send, stopProcess, waitForEnd } from './stop-process.js';

/** Everything needed to run one engine and to know when it answers. */
export interface EngineCommand {
  name: string;
  command: string;
  args: readonly string[];
  cwd: string;
  env?: NodeJS.ProcessEnv;
  uid?: number | undefined;
  gid?: number | undefined;
  logFile: string;
  pidFile: string;
  /** The signal that makes it shut down cleanly and soon. */
  gentle: NodeJS.Signals;
  /** Resolves when the engine answers a client, rejects when it does not yet. */
  answers: () => Promise<void>;
  /** Log lines of an end that goes away by itself: the start is then tried again. */
  passing?: RegExp;
}

const START_PATIENCE_MS = 120_000;
const STOP_PATIENCE_MS = 15_000;
const ENDING: readonly NodeJS.Signals[] = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGABRT'];

/** One engine in a process group of its own, so that Ctrl-C on the terminal reaches us and not the engine. */
export class EngineProcess {
  private identity: ProcessIdentity | undefined;

  constructor(private readonly run: EngineCommand) {}

  /** Starts it and waits until it answers. @throws EngineStartError with the end of its log when it does not */
  async start(signal?: AbortSignal): Promise<void> {
    const deadline = performance.now() + START_PATIENCE_MS;
    for (;;) {
      signal?.throwIfAborted();
      const offset = await logLength(this.run.logFile);
      const child = this.launch();
      if (child.pid === undefined) throw new EngineStartError(`${this.run.command} cannot be started.`);
      this.identity = identifyProcess(child.pid);
      if (this.identity) await writePidFile(this.run.pidFile, this.identity);
      if (await this.untilAnswers(child, deadline, signal)) return;
      await this.stop();
      const log = (await readFile(this.run.logFile, 'utf8')).slice(offset);
      if (performance.now() > deadline || !this.run.passing?.test(log)) throw this.failure(log);
      await sleep(200);
    }
  }

  /** Ends it cleanly; does nothing when it does not run. */
  async stop(): Promise<void> {
    if (this.identity) await stopProcess(this.identity, this.run.gentle, STOP_PATIENCE_MS);
    this.identity = undefined;
    await rm(this.run.pidFile, { force: true });
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Sends a signal; for one that ends a process it waits for the end. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    if (!this.identity) return;
    send(this.identity, signal);
    if (ENDING.includes(signal)) await waitForEnd(this.identity, STOP_PATIENCE_MS);
  }

  private launch(): ChildProcess {
    const { command, args, cwd, env, uid, gid, logFile } = this.run;
    const log = openSync(logFile, 'a');
    try {
      const child = spawn(command, args, {
        ...{ cwd, uid, gid, detached: true },
        env: { ...process.env, ...env },
        stdio: ['ignore', log, log],
      });
      // The engine alone must not keep its starter alive; a failed spawn shows as a missing pid.
      child.unref();
      child.on('error', () => undefined);
      return child;
    } finally {
      closeSync(log);
    }
  }

  private async untilAnswers(child: ChildProcess, deadline: number, signal?: AbortSignal): Promise<boolean> {
    while (performance.now() < deadline) {
      if (signal?.aborted) {
        await this.stop();
        signal.throwIfAborted();
      }
      if (child.exitCode !== null || child.signalCode !== null) return false;
      try {
        await this.run.answers();
        return true;
      } catch {
        await sleep(50);
      }
    }
    return false;
  }

  private failure(log: string): EngineStartError {
    const lines = log.trim().split('\n').slice(-15).join('\n');
    return new EngineStartError(`${this.run.name} does not start. The end of ${this.run.logFile}:\n${lines}`);
  }
}

async function logLength(file: string): Promise<number> {
  return readFile(file, 'utf8').then(
    (text) => text.length,
    () => 0,
  );
}
