import { execFileSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { EngineStartError } from '../engines.js';

/** User and group that a process runs as. */
export interface Account {
  uid: number;
  gid: number;
}

/**
 * The account that PostgreSQL runs as: ourselves, or, as root (which PostgreSQL refuses), the owner of its data
 * or else `postgres` or `nobody`. Undefined means ourselves.
 */
export async function unprivilegedAccount(data: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(data).catch(() => undefined);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const account = lookUp('postgres') ?? lookUp('nobody');
  if (account) return account;
  throw new EngineStartError(
    'PostgreSQL refuses to run as root, and there is no account `postgres` or `nobody` to run it as. ' +
      'Run as an ordinary user, or create one: useradd --system postgres.',
  );
}

/** Whether an account can reach a file or folder through all folders above it. */
export function canReach(account: Account, path: string): boolean {
  try {
    execFileSync('test', ['-r', path], { ...account, cwd: '/', stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function lookUp(name: string): Account | undefined {
  try {
    const id = (flag: string) =>
      Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}
