import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identifyProcess, isRunning, type ProcessIdentity } from './process-identity.js';

/** Takes a lock file for this process; undefined when a living process holds it. The result gives it back. */
export async function tryLock(file: string): Promise<(() => Promise<void>) | undefined> {
  const own = JSON.stringify(identifyProcess(process.pid));
  await mkdir(dirname(file), { recursive: true });
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(own);
      await handle.close();
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (await lockHolder(file)) return undefined;
    // Its holder was killed. Renaming lets only one of several takers remove it.
    const stale = `${file}.stale-${process.pid}`;
    await rename(file, stale).catch(() => undefined);
    await rm(stale, { force: true });
  }
  return undefined;
}

/** Waits for the lock, telling `onWait` once when somebody else holds it. */
export async function lock(file: string, onWait: () => void): Promise<() => Promise<void>> {
  for (let told = false; ; await sleep(100)) {
    const release = await tryLock(file);
    if (release) return release;
    if (!told) onWait();
    told = true;
  }
}

/** The living process that holds a lock. */
export async function lockHolder(file: string): Promise<ProcessIdentity | undefined> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    const identity = parseIdentity(text);
    if (identity) return isRunning(identity) ? identity : undefined;
    // Created, but not written yet; or its writer was killed in between.
    await sleep(50);
  }
  return undefined;
}

function parseIdentity(text: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(text) as ProcessIdentity;
  } catch {
    return undefined;
  }
}
