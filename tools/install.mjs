#!/usr/bin/env node
// What has to be there before anything of the product can run: Node, the dependencies of the lock file, a build of the newest
// sources. By itself, `node tools/install.mjs` installs the dependencies when node_modules is not what package-lock.json says.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './projects.mjs';

const STAMP = join(root, 'node_modules/.cache/orderweave/built');
const APPS = ['order-ingest', 'customer-profile', 'segmentation', 'notification', 'launcher'];
const TSC = join(root, 'node_modules/typescript/bin/tsc');

/** Ends the process with a message that says what to do. */
export function giveUp(message) {
  console.error(message);
  process.exit(1);
}

/** Ends the process with what to do unless Node is new enough and the dependencies are there; installs these if need be. */
export function prepare() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    giveUp(
      `Orderweave needs Node 20.19 or newer; this is ${process.version}. Get one from https://nodejs.org or by "nvm install 20".`,
    );
  if (!install()) giveUp('npm ci failed; its message above says why. Check the network and run this again.');
}

/** Runs `npm ci` when needed. @returns whether the dependencies are there now */
export function install() {
  if (isInstalled()) return true;
  console.log('Installing dependencies (npm ci), about a minute …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const options = { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' };
  return spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], options).status === 0;
}

/** Compares by content, for a checkout gives every file the time of the checkout. */
function isInstalled() {
  try {
    const packages = (file) => JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
    const installed = packages('node_modules/.package-lock.json');
    return Object.entries(packages('package-lock.json'))
      .filter(([path]) => path.includes('node_modules/'))
      .every(([path, wanted]) => {
        const found = installed[path];
        return found ? found.version === wanted.version && found.integrity === wanted.integrity : wanted.optional;
      });
  } catch {
    return false;
  }
}

/** Builds the services and the launcher when a source is newer than the last build. @returns false when the compiler refused */
export function build() {
  if (isBuilt()) return true;
  console.log('Building …');
  const begun = Date.now();
  if (!compile(...APPS.map((app) => join(root, 'apps', app)))) return false;
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, `${begun}\n`);
  return true;
}

/** Compiles projects and what they rest on, all projects if none is named. @returns whether they are without errors */
export function compile(...projects) {
  return spawnSync(process.execPath, [TSC, '--build', ...projects], { cwd: root, stdio: 'inherit' }).status === 0;
}

function isBuilt() {
  if (!existsSync(STAMP) || APPS.some((app) => !existsSync(join(root, 'apps', app, 'dist/main.js')))) return false;
  const built = Number(readFileSync(STAMP, 'utf8'));
  return ['apps', 'libs', 'tsconfig.base.json', 'package-lock.json'].every((path) => newest(join(root, path)) < built);
}

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !['dist', 'node_modules', 'test-results', 'results'].includes(name))
    .filter((entry) => entry.isDirectory() || /\.(ts|json|xml)$/.test(entry.name))
    .reduce((latest, { name }) => Math.max(latest, newest(join(path, name))), 0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) prepare();
