// What has to be there before anything of the product can run: Node, the dependencies of the lock file, a build of the newest sources.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const STAMP = join(root, 'node_modules/.cache/orderweave/built');
const APPS = ['order-ingest', 'customer-profile', 'segmentation', 'notification', 'launcher'];
const tsc = join(root, 'node_modules/typescript/bin/tsc');

/** Ends the process with a message that says what to do. */
export function giveUp(message) {
  console.error(message);
  process.exit(1);
}

/** Refuses a Node that is too old. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  giveUp(
    `Orderweave needs Node 20.19 or newer; this is ${process.version}. Get one from https://nodejs.org or by "nvm install 20".`,
  );
}

/** Installs the dependencies when they are missing or not those of the lock file. */
export function install() {
  if (isInstalled()) return;
  console.log('Installing dependencies (npm ci), about a minute …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) giveUp('npm ci failed; its message above says why. Check the network and run npm start again.');
}

function isInstalled() {
  const wanted = join(root, 'package-lock.json');
  const present = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(present)) return false;
  if (statSync(present).mtimeMs >= statSync(wanted).mtimeMs) return true;
  // A checkout touches files that it does not change: what counts is the versions.
  const versions = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const installed = versions(present);
  return Object.entries(versions(wanted)).every(
    ([path, { version, link, optional, peer }]) =>
      !path.startsWith('node_modules/') || link || optional || peer || installed[path]?.version === version,
  );
}

/** Builds the services and the launcher when a source is newer than the last build; false when the compiler refused. */
export function build() {
  if (isBuilt()) return true;
  console.log('Building …');
  const begun = Date.now();
  const { status } = spawnSync(process.execPath, [tsc, '-b', ...APPS.map((app) => join(root, 'apps', app))], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) return false;
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, `${begun}\n`);
  return true;
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
