import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { PostgresBinaries } from './postgres-binaries.js';
import { postgresSettings } from './postgres-settings.js';
import type { Account } from './unprivileged-account.js';

/** The role that owns the cluster. */
export const OWNER = 'orderweave';

/** A data folder that PostgreSQL can start on. */
export interface Cluster {
  data: string;
  password: string;
}

/** Reads the password of a folder's cluster, or makes one. Readable by its owner alone. */
export async function clusterPassword(file: string): Promise<string> {
  const kept = await readFile(file, 'utf8').catch(() => '');
  if (kept !== '') return kept;
  const password = randomBytes(24).toString('base64url');
  await writeFile(file, password, { mode: 0o600 });
  return password;
}

/** Makes the data folder unless it is there, and writes today's settings into it. */
export async function prepareCluster(
  binaries: PostgresBinaries,
  cluster: Cluster,
  port: number,
  account: Account | undefined,
): Promise<void> {
  if (!(await exists(join(cluster.data, 'PG_VERSION')))) await initialise(binaries, cluster, account);
  const file = join(cluster.data, 'postgresql.conf');
  await writeFile(file, await postgresSettings(binaries, port), { mode: 0o600 });
  if (account) await chown(file, account.uid, account.gid);
}

async function initialise(binaries: PostgresBinaries, cluster: Cluster, account: Account | undefined): Promise<void> {
  const parent = dirname(cluster.data);
  const prefix = `${basename(cluster.data)}.new-`;
  for (const name of await readdir(parent)) {
    if (name.startsWith(prefix)) await rm(join(parent, name), { recursive: true });
  }
  // Made aside and renamed when complete, so that a kill in between leaves nothing that looks like a cluster.
  const unfinished = join(parent, `${prefix}${process.pid}`);
  const passwordFile = `${unfinished}.password`;
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(passwordFile, cluster.password, { mode: 0o600 });
  try {
    if (account) await Promise.all([unfinished, passwordFile].map((path) => chown(path, account.uid, account.gid)));
    const args = [
      '-D',
      unfinished,
      '-U',
      OWNER,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--no-instructions',
    ];
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    await promisify(execFile)(binaries.initdb, [...args, ...locale], { ...account, cwd: parent });
    await rename(unfinished, cluster.data);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
