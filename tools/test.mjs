#!/usr/bin/env node
// `npm test`: install, build, lint, specs without I/O (cached by Nx), then the specs on real engines, started once.
// The last line is `N passed, N failed`; a step that fails without a failed test counts as one.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { install } from './install.mjs';
import { hasSpecs, projects, root } from './projects.mjs';
import { forgetResult, readResult } from './test-results.mjs';

const HANGING_MS = 20 * 60_000;
const totals = { passed: 0, failed: 0 };
const problems = [];
const abort = new AbortController();
let running;

for (const [signal, status] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]) {
  process.on(signal, () => {
    process.exitCode = status;
    abort.abort(new Error(`stopped by ${signal}`));
    end('SIGTERM');
  });
}

if (!(await step('install', async () => install()))) fail('the dependencies could not be installed');
else {
  const pure = projects().filter((project) => hasSpecs(project, 'pure'));
  const onEngines = projects().filter((project) => hasSpecs(project, 'engines'));
  await testWithoutEngines(pure);
  await testOnEngines(onEngines);
}
for (const problem of problems) console.log(`✗ ${problem}`);
if (abort.signal.aborted) fail(abort.signal.reason.message);
if (totals.failed > 0) process.exitCode ||= 1;
console.log(`${totals.passed} passed, ${totals.failed} failed`);

async function testWithoutEngines(pure) {
  if (!(await step('build', () => node('node_modules/typescript/bin/tsc', '--build')))) fail('the build fails');
  for (const project of pure) forgetResult(project, 'pure');
  const nx = [
    'node_modules/nx/dist/bin/nx.js',
    'run-many',
    '-t',
    'lint',
    'spec',
    '--parallel=2',
    '--outputStyle=static',
  ];
  const succeeded = await step('lint and specs without I/O', () => node(...nx));
  const before = totals.failed;
  for (const project of pure) add(readResult(project, 'pure'));
  if (!succeeded && totals.failed === before) fail('lint fails');
}

async function testOnEngines(onEngines) {
  if (onEngines.length === 0 || abort.signal.aborted) return;
  const dir = await mkdtemp(join(tmpdir(), 'orderweave-test-'));
  let engines;
  try {
    await step('start PostgreSQL and Kafka', async () => {
      const { startEngines } = await import(pathToFileURL(join(root, 'libs/engines/dist/index.js')).href);
      const ports = { postgresPort: 0, kafkaPort: 0 };
      engines = await startEngines({ dir, ...ports, databases: [], log: console.log, signal: abort.signal });
      return true;
    });
    process.env.ENGINES_POSTGRES_URL = engines.postgresUrl('postgres');
    process.env.ENGINES_KAFKA_BROKERS = engines.brokers.join(',');
    for (const [project, kind] of onEngines.flatMap((project) => kindsOf(project).map((kind) => [project, kind]))) {
      if (abort.signal.aborted) break;
      forgetResult(project, kind);
      const succeeded = await step(`${project} on engines (${kind})`, () => node('tools/jest.mjs', kind, project));
      const result = readResult(project, kind);
      add(!succeeded && result.failed === 0 ? { ...result, failed: 1, problem: `${project}: Jest failed` } : result);
    }
  } catch (error) {
    fail(error.message);
  } finally {
    await engines?.destroy();
    await rm(dir, { recursive: true, force: true });
  }
}

/** Segmentation's many specs on PostgreSQL take minutes one by one. */
function kindsOf(project) {
  return project === 'apps/segmentation' ? ['stores', 'log'] : ['engines'];
}

function add({ passed, failed, problem }) {
  totals.passed += passed;
  totals.failed += failed;
  if (problem) problems.push(problem);
}

function fail(problem) {
  add({ passed: 0, failed: 1, problem });
}

async function step(name, run) {
  console.log(`\n── ${name}`);
  const from = performance.now();
  let succeeded = false;
  try {
    succeeded = await run();
    return succeeded;
  } finally {
    const seconds = ((performance.now() - from) / 1000).toFixed(1);
    console.log(`── ${name}: ${succeeded ? 'done' : 'failed'} after ${seconds} s`);
  }
}

/** Runs a script of the repository to its end; a daemon of Nx would outlive the tests. @returns whether it succeeded */
function node(...args) {
  if (abort.signal.aborted) return false;
  return new Promise((resolve) => {
    const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' };
    // A group of its own, for it starts processes itself: they have to end with it.
    running = spawn(process.execPath, args, {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit'],
      env,
    });
    const hanging = setTimeout(() => {
      console.log(`${args.join(' ')} hangs: stopped after ${HANGING_MS / 60_000} minutes`);
      end('SIGKILL');
    }, HANGING_MS);
    running.on('error', () => resolve(false));
    running.on('close', (code) => {
      clearTimeout(hanging);
      running = undefined;
      resolve(code === 0);
    });
  });
}

function end(signal) {
  try {
    if (running?.pid) process.kill(-running.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
