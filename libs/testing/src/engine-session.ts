import { execFile, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Where the engines of this test run listen. */
export interface EngineSession {
  /** Connection string of the database `postgres`, as the owner of the cluster. */
  postgresUrl: string;
  /** Bootstrap addresses, `host:port`. */
  brokers: string[];
}

const ENGINES = fileURLToPath(new URL('../../engines', import.meta.url));
const TSC = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url));
let session: Promise<EngineSession> | undefined;

/**
 * The engines that the run was given (ENGINES_POSTGRES_URL, ENGINES_KAFKA_BROKERS), or else throwaway ones that live as
 * long as this process. Every suite of the process gets the same.
 */
export function engineSession(): Promise<EngineSession> {
  session ??= givenSession() ?? ownSession();
  return session;
}

function givenSession(env = process.env): Promise<EngineSession> | undefined {
  const postgresUrl = env['ENGINES_POSTGRES_URL'];
  const brokers = env['ENGINES_KAFKA_BROKERS'];
  return postgresUrl && brokers ? Promise.resolve({ postgresUrl, brokers: brokers.split(',') }) : undefined;
}

async function ownSession(): Promise<EngineSession> {
  // Jest gives each suite modules of its own, so what suites share is a file, named after the process.
  const dir = join(tmpdir(), `orderweave-test-${process.pid}-${Math.floor(performance.timeOrigin)}`);
  const file = join(dir, 'session.json');
  const earlier = await readFile(file, 'utf8').catch(() => undefined);
  if (earlier) return JSON.parse(earlier) as EngineSession;
  await promisify(execFile)(process.execPath, [TSC, '--build', ENGINES]);
  await mkdir(dir, { recursive: true });
  const output = join(dir, 'keeper.log');
  const log = openSync(output, 'a');
  const keeper = spawn(process.execPath, [join(ENGINES, 'dist/keep-engines.js'), dir, String(process.pid)], {
    ...{ detached: true, stdio: ['ignore', log, log], env: { ...process.env, NODE_OPTIONS: '' } },
  });
  keeper.unref();
  closeSync(log);
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text) return JSON.parse(text) as EngineSession;
    if (keeper.exitCode !== null) {
      const said = await readFile(output, 'utf8');
      await rm(dir, { recursive: true, force: true });
      throw new Error(`the engines for this test run do not start:\n${said}`);
    }
    await sleep(50);
  }
}
