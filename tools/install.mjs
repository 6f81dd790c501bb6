#!/usr/bin/env node
// Installs the dependencies when what is in node_modules is not what package-lock.json says: `node tools/install.mjs`.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs `npm ci` when needed. @returns whether the dependencies are there now */
export function install() {
  if (isInstalled()) return true;
  console.log('Installing dependencies (npm ci)');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const options = { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' };
  return spawnSync(npm, ['ci', '--no-audit', '--no-fund'], options).status === 0;
}

/** Compares by content, for a checkout gives every file the time of the checkout. */
export function isInstalled() {
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

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(install() ? 0 : 1);
