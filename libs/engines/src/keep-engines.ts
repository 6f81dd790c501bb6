/**
 * Throwaway engines for another process: `node keep-engines.js <dir> <pid>` starts them, writes `session.json` into the
 * folder and, as soon as that process has ended, stops them and deletes the folder.
 */
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identifyProcess, isRunning } from './local/process-identity.js';
import { startEngines } from './start-engines.js';

const [dir = '', pid = ''] = process.argv.slice(2);
const master = identifyProcess(Number(pid));
if (!master) throw new Error(`there is no process ${pid}`);
const engines = await startEngines({ dir, postgresPort: 0, kafkaPort: 0, databases: [], log: console.log });
const session = join(dir, 'session.json');
await writeFile(
  `${session}.new`,
  JSON.stringify({ postgresUrl: engines.postgresUrl('postgres'), brokers: engines.brokers }),
  {
    mode: 0o600,
  },
);
await rename(`${session}.new`, session);
while (isRunning(master)) await sleep(250);
await engines.destroy();
