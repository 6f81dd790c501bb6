import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync, spawn } from 'node:child_process';
import { access, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startEngines, type Engines } from './index.js';
import { isRunning, type ProcessIdentity } from './local/process-identity.js';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const TSC = join(PROJECT, '../../node_modules/typescript/bin/tsc');

describe('startEngines', () => {
  let dir: string;
  let engines: Engines;
  const start = (log: string[] = []) =>
    startEngines({ dir, postgresPort: 0, kafkaPort: 0, databases: ['orders'], log: (line) => log.push(line) });
  const pidOf = async (engine: string) =>
    JSON.parse(await readFile(join(dir, `${engine}.pid`), 'utf8')) as ProcessIdentity;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'engines-'));
    execFileSync(process.execPath, [TSC, '--build', PROJECT]);
  });
  afterAll(() => engines?.destroy());

  it('takes over from a starter that was killed: its engines are stopped first', async () => {
    const starter = spawn(process.execPath, [join(PROJECT, 'dist/keep-engines.js'), dir, `${process.pid}`]);
    while (!(await readFile(join(dir, 'session.json')).catch(() => undefined))) await sleep(100);
    starter.kill('SIGKILL');
    await new Promise((resolve) => starter.once('exit', resolve));
    const left = await Promise.all([pidOf('postgres'), pidOf('kafka')]);
    expect(left.map(isRunning)).toEqual([true, true]);

    const lines: string[] = [];
    engines = await start(lines);
    expect(left.map(isRunning)).toEqual([false, false]);
    expect(lines).toEqual(expect.arrayContaining([expect.stringMatching(/Kafka of an earlier run/)]));
  });

  it('refuses a folder whose engines belong to a living process', async () => {
    await expect(start()).rejects.toThrow(`belong to process ${process.pid}, which is running`);
  });

  it('stops both when one cannot start, and frees the folder', async () => {
    await engines.stop();
    const taken = Number(new URL(engines.postgresUrl('orders')).port);
    const blocker = await startEngines({ dir: `${dir}-other`, postgresPort: taken, kafkaPort: 0, databases: [] });
    const failing = startEngines({ dir, postgresPort: taken, kafkaPort: 0, databases: [] });
    await expect(failing).rejects.toThrow(`Port ${taken}`);
    await expect(pidOf('kafka')).rejects.toThrow('ENOENT');
    await blocker.destroy();
    engines = await start();
  });

  it('stops, twice without harm, and deletes its folder when asked', async () => {
    const left = await Promise.all([pidOf('postgres'), pidOf('kafka')]);
    await engines.stop();
    await engines.stop();
    expect(left.map(isRunning)).toEqual([false, false]);
    await engines.destroy();
    await expect(access(dir)).rejects.toThrow('ENOENT');
  });

  it('gives up when aborted in the middle of the start', async () => {
    const abort = new AbortController();
    const starting = startEngines({ dir, postgresPort: 0, kafkaPort: 0, databases: [], signal: abort.signal });
    setTimeout(() => abort.abort(new Error('stopped by hand')), 1_500);
    await expect(starting).rejects.toThrow('stopped by hand');
    await expect(pidOf('kafka')).rejects.toThrow('ENOENT');
    await expect(pidOf('postgres')).rejects.toThrow('ENOENT');
  });
});
