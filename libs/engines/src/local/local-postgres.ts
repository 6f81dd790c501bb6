import { chown, mkdir, readFile, rm } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertPortFree } from '../choose-ports.js';
import { postgresAnswers } from '../create-databases.js';
import { EngineProcess } from './engine-process.js';
import type { EngineFolder } from './engine-folder.js';
import { stopLeftover, writePidFile } from './pid-file.js';
import { findPostgres } from './postgres-binaries.js';
import { clusterPassword, OWNER, prepareCluster } from './postgres-cluster.js';
import { identifyProcess } from './process-identity.js';
import { canReach, unprivilegedAccount, type Account } from './unprivileged-account.js';

/** A PostgreSQL ready to be started. */
export interface LocalPostgres {
  process: EngineProcess;
  url(database: string): string;
  /** Where its data are: below the engines' folder, or elsewhere when its account cannot reach that. */
  data: string;
}

/** Stops a leftover of an earlier run, and prepares PostgreSQL's binaries, data folder and settings. */
export async function preparePostgres(folder: EngineFolder, port: number): Promise<LocalPostgres> {
  const account = await unprivilegedAccount(join(folder.dir, 'postgres'));
  const data = await dataFolder(folder, account);
  const pidFile = join(folder.dir, 'postgres.pid');
  if (await stopOlder(pidFile, data)) folder.log('PostgreSQL of an earlier run was still up: stopped it');
  if (folder.fresh) await rm(data, { recursive: true, force: true });
  await assertPortFree(port, 'PostgreSQL');

  const binaries = await findPostgres(account);
  const password = await clusterPassword(join(folder.dir, 'postgres.password'));
  await prepareCluster(binaries, { data, password }, port, account);
  const url = (database: string) => `postgres://${OWNER}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
  const process = new EngineProcess({
    ...{ name: 'PostgreSQL', command: binaries.postgres, args: ['-D', data], cwd: data },
    ...{ uid: account?.uid, gid: account?.gid, env: { LC_ALL: 'C', PGDATA: undefined } },
    ...{ logFile: join(folder.logs, 'postgres.log'), pidFile, gentle: 'SIGINT' as const },
    answers: () => postgresAnswers(url('postgres')),
    // After a SIGKILL of the postmaster its children need a moment to notice.
    passing: /pre-existing shared memory block|lock file "postmaster.pid" already exists/,
  });
  return { process, url, data };
}

async function dataFolder(folder: EngineFolder, account: Account | undefined): Promise<string> {
  const inside = join(folder.dir, 'postgres');
  if (!account || canReach(account, folder.dir)) return inside;
  const name = createHash('sha256').update(folder.dir).digest('hex').slice(0, 16);
  const outside = join(tmpdir(), `orderweave-data-${name}`);
  await mkdir(outside, { recursive: true, mode: 0o711 });
  await chown(outside, 0, 0);
  folder.log(`PostgreSQL cannot run as root, and its account cannot reach ${folder.dir}: its data are in ${outside}`);
  return join(outside, 'postgres');
}

// Also finds a server whose pid file of ours is gone, by PostgreSQL's own lock file.
async function stopOlder(pidFile: string, data: string): Promise<boolean> {
  if (await stopLeftover(pidFile, data, 'SIGINT')) return true;
  const lockFile = join(data, 'postmaster.pid');
  const [pid = ''] = (await readFile(lockFile, 'utf8').catch(() => '')).split('\n');
  const identity = identifyProcess(Number(pid));
  if (identity) await writePidFile(pidFile, identity);
  const stopped = await stopLeftover(pidFile, data, 'SIGINT');
  // Stale: its pid may meanwhile belong to a process that PostgreSQL would take for itself.
  if (!stopped) await rm(lockFile, { force: true });
  return stopped;
}
