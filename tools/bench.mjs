#!/usr/bin/env node
// `npm run bench`: installs and builds if needed, then measures every figure beside its peer.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { compile, giveUp, prepare } from './install.mjs';
import { root } from './projects.mjs';

prepare();
if (!compile()) giveUp('The build failed; the compiler says above where.');
// In a process of its own, for it needs more memory than Node grants.
const main = join(root, 'apps/benchmarks/dist/main.js');
const args = ['--max-old-space-size=6144', main, ...process.argv.slice(2)];
process.exit(spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1);
