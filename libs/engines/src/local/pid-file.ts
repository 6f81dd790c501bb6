import { readFile, rm, writeFile } from 'node:fs/promises';
import { commandLine, isRunning, type ProcessIdentity } from './process-identity.js';
import { stopProcess } from './stop-process.js';

/** Remembers which process runs an engine, for a later start to find it. */
export async function writePidFile(file: string, identity: ProcessIdentity): Promise<void> {
  await writeFile(file, JSON.stringify(identity));
}

/** Reads what `writePidFile` wrote; undefined when missing or half written. */
export async function readPidFile(file: string): Promise<ProcessIdentity | undefined> {
  try {
    const { pid, started } = JSON.parse(await readFile(file, 'utf8')) as ProcessIdentity;
    return Number.isInteger(pid) && typeof started === 'string' ? { pid, started } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Stops an engine that an earlier, killed run left behind. Only a process whose command line names `path` is touched.
 * @returns whether there was one
 */
export async function stopLeftover(file: string, path: string, gentle: NodeJS.Signals): Promise<boolean> {
  const identity = await readPidFile(file);
  const found = identity !== undefined && isRunning(identity) && commandLine(identity.pid).includes(path);
  if (found) await stopProcess(identity, gentle, 15_000);
  await rm(file, { force: true });
  return found;
}
