#!/usr/bin/env node
// `npm run bench`: installs and builds if needed, then measures every figure beside its peer.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const run = (command, args) => {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};
if (!existsSync(join(root, 'node_modules'))) run('npm', ['ci']);
run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--build']);
run(process.execPath, [
  '--max-old-space-size=6144',
  join(root, 'apps/benchmarks/dist/main.js'),
  ...process.argv.slice(2),
]);
