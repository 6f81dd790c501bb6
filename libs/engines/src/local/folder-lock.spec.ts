import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lock, tryLock } from './folder-lock.js';
import { identifyProcess } from './process-identity.js';

describe('a lock on a folder', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lock-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is held by one at a time', async () => {
    const file = join(folder, 'one.lock');
    const release = await tryLock(file);
    expect(await tryLock(file)).toBeUndefined();
    await release?.();
    expect(await tryLock(file)).toBeDefined();
  });

  it('is waited for, saying so once', async () => {
    const file = join(folder, 'wait.lock');
    const release = await tryLock(file);
    let told = 0;
    const next = lock(file, () => told++);
    setTimeout(() => void release?.(), 250);
    await (
      await next
    )();
    expect(told).toBe(1);
  });

  it.each([
    ['whose holder has ended', () => ended()],
    ['whose pid now belongs to another process', async () => ({ pid: process.pid, started: 'long ago' })],
    ['half written by a killed process', async () => ''],
  ])('%s is taken over', async (_, content) => {
    const file = join(folder, 'stale.lock');
    await rm(file, { force: true });
    await writeFile(file, JSON.stringify(await content()));
    expect(await tryLock(file)).toBeDefined();
  });
});

async function ended() {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
  const identity = identifyProcess(child.pid ?? 0);
  expect(identity).toBeDefined();
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exit;
  return identity;
}
