#!/usr/bin/env node
// `npm run dev`: engines up, sources built on change, services started again on change; nothing is played.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, install, requireNode, root } from './installed.mjs';

requireNode();
install();
build();
const compiler = spawn(
  process.execPath,
  [join(root, 'node_modules/typescript/bin/tsc'), '-b', root, '--watch', '--preserveWatchOutput'],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
);
process.on('exit', () => compiler.kill());
process.argv.push('--develop');
await import(pathToFileURL(join(root, 'apps/launcher/dist/main.js')).href);
