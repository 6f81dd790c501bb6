import { chmod, mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EngineStartError, type EngineOptions } from '../engines.js';
import { lockHolder, tryLock } from './folder-lock.js';

/** The folder of one pair of engines, held by this process. */
export interface EngineFolder {
  dir: string;
  logs: string;
  fresh: boolean;
  log: (line: string) => void;
  release(): Promise<void>;
}

/** Takes the folder for this process. @throws EngineStartError when another living process has its engines there */
export async function takeFolder(options: EngineOptions): Promise<EngineFolder> {
  const dir = resolve(options.dir);
  const logs = join(dir, 'logs');
  await mkdir(logs, { recursive: true });
  // PostgreSQL may run as another account, which has to get through; what is secret has its own mode.
  if (process.getuid?.() === 0) await chmod(dir, 0o755);
  const file = join(dir, 'engines.lock');
  const release = await tryLock(file);
  if (!release) {
    const holder = await lockHolder(file);
    throw new EngineStartError(
      `The engines in ${dir} belong to process ${holder?.pid ?? '?'}, which is running. ` +
        'Stop it first (Ctrl-C where it was started), or use another folder.',
    );
  }
  const fresh = options.fresh ?? false;
  if (fresh) await rm(join(dir, 'logs'), { recursive: true, force: true }).then(() => mkdir(logs));
  return { dir, logs, fresh, log: options.log ?? (() => undefined), release };
}
