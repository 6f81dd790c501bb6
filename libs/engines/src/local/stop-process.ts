import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, type ProcessIdentity } from './process-identity.js';

/** Asks a process to end and kills it when it has not after `patienceMs`. */
export async function stopProcess(
  identity: ProcessIdentity,
  gentle: NodeJS.Signals,
  patienceMs: number,
): Promise<void> {
  send(identity, gentle);
  // A stopped process (SIGSTOP) only acts on the signal once it goes on.
  send(identity, 'SIGCONT');
  if (await waitForEnd(identity, patienceMs)) return;
  send(identity, 'SIGKILL');
  if (!(await waitForEnd(identity, 5_000)))
    throw new Error(`process ${identity.pid} does not end, not even by SIGKILL`);
}

/** Waits until the process has ended; false when it still runs after `patienceMs`. */
export async function waitForEnd(identity: ProcessIdentity, patienceMs: number): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  while (isRunning(identity)) {
    if (performance.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}

/** Sends a signal to this very process; nothing happens when it has ended. */
export function send(identity: ProcessIdentity, signal: NodeJS.Signals): void {
  if (!isRunning(identity)) return;
  try {
    process.kill(identity.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
