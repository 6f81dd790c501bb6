#!/usr/bin/env node
// `npm run dev`: engines up, sources built on change, services started again on change; nothing is played.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, giveUp, prepare } from './install.mjs';
import { root } from './projects.mjs';

prepare();
const launcher = join(root, 'apps/launcher/dist/main.js');
// What does not compile yet is for the developer to put right while everything else runs.
if (!build() && !existsSync(launcher)) giveUp('The launcher itself does not compile; the compiler says above where.');
const compiler = spawn(
  process.execPath,
  [join(root, 'node_modules/typescript/bin/tsc'), '-b', root, '--watch', '--preserveWatchOutput'],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
);
process.on('exit', () => compiler.kill());
process.argv.push('--develop');
await import(pathToFileURL(launcher).href);
