import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { readJsonFile, writeJsonFile } from '../home/json-file.js';

/** A service process and its entry file, by which it is known again. */
export interface ServiceTrace {
  pid: number;
  entry: string;
}

/** Remembers running services, for a start after this process was killed. */
export async function rememberServices(file: string, traces: readonly ServiceTrace[]): Promise<void> {
  await writeJsonFile(file, traces);
}

/** All services were stopped. */
export async function forgetServices(file: string): Promise<void> {
  await rm(file, { force: true });
}

/** Stops services that a killed start left behind; the same pid used by another program is left alone. */
export async function stopLeftovers(file: string): Promise<number> {
  const traces = ((await readJsonFile(file)) ?? []) as ServiceTrace[];
  let stopped = 0;
  for (const { pid, entry } of traces) {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      if (!commandOf(pid).includes(entry)) break;
      process.kill(pid, signal);
      if (signal === 'SIGTERM') stopped++;
      for (let wait = 0; wait < 50 && commandOf(pid).includes(entry); wait++) await sleep(100);
    }
  }
  await forgetServices(file);
  return stopped;
}

function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
