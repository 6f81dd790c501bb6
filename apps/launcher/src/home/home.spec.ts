import { createHash } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureCredentials, hashedKeys } from './credentials.js';
import { openPlayState, OtherSourceError, savePlayState } from './play-state.js';

describe('the home folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'orderweave-home-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('gets a key at the first start that only its owner can read, and keeps it', async () => {
    const file = join(folder, 'deep', 'credentials.json');
    const first = await ensureCredentials(file);
    expect(first.apiKey).toMatch(/^ow_[\w-]{32}$/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await ensureCredentials(file)).toEqual(first);
    const [key] = JSON.parse(hashedKeys(first)) as Record<string, unknown>[];
    expect(key).toEqual({
      ...{ name: 'development', tenant: 'default', role: 'admin', channels: ['*'] },
      sha256: createHash('sha256').update(first.apiKey).digest('hex'),
    });
  });

  it('remembers how far a source was played, and refuses another one', async () => {
    const file = join(folder, 'play.json');
    const state = await openPlayState(file, 'year 1', 1000);
    expect(state).toEqual({ source: 'year 1', startedAt: 1000, doneThrough: null, finished: false });
    await savePlayState(file, { ...state, doneThrough: 20_000 });
    expect(await openPlayState(file, 'year 1', 9999)).toEqual({ ...state, doneThrough: 20_000 });
    await expect(openPlayState(file, 'year 2', 9999)).rejects.toThrow(OtherSourceError);
  });

  it('starts anew from a file that a killed process left half written', async () => {
    const file = join(folder, 'play.json');
    await writeFile(file, '{"source": "ye');
    expect(await openPlayState(file, 'year 1', 5)).toMatchObject({ doneThrough: null, startedAt: 5 });
  });
});
