#!/usr/bin/env node
// `npm run check`: format, types, lint, size budgets and specs without I/O; Nx runs again only what a change can have touched.
// `npm run check -- --fix` formats first and mends what lint can mend.
import { spawnSync } from 'node:child_process';
import { install } from './install.mjs';
import { root } from './projects.mjs';

const STEPS = [
  { name: 'format', targets: ['format:check'], remedy: 'npm run format' },
  { name: 'types', targets: ['build'] },
  { name: 'lint and budgets', targets: ['lint', 'budgets'], remedy: 'npm run check -- --fix' },
  { name: 'specs without I/O', targets: ['spec'] },
];

if (!install()) process.exit(1);
if (process.argv.includes('--fix')) {
  node('node_modules/prettier/bin/prettier.cjs', '--write', '--cache', '--log-level=warn', '.');
  node('node_modules/eslint/bin/eslint.js', '--fix', '.');
}
const failed = [];
const from = performance.now();
for (const step of STEPS) {
  const started = performance.now();
  const succeeded = nx(step.targets);
  console.log(`── ${step.name}: ${succeeded ? 'fine' : 'failed'} after ${secondsSince(started)} s\n`);
  if (!succeeded) failed.push(step);
}
for (const { name, remedy } of failed) console.log(`✗ ${name}${remedy ? ` (${remedy})` : ''}`);
console.log(`${failed.length === 0 ? '✓ all fine' : '✗ not fine'}, ${secondsSince(from)} s`);
process.exit(failed.length === 0 ? 0 : 1);

function nx(targets) {
  const style = ['--outputStyle=dynamic-legacy', '--parallel=2', '--nxBail=false'];
  return node('node_modules/nx/dist/bin/nx.js', 'run-many', '-t', ...targets, ...style);
}

/** @returns whether the script succeeded */
function node(...args) {
  const env = { ...process.env, NX_TUI: 'false', NX_DAEMON: process.env.NX_DAEMON ?? 'false' };
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env }).status === 0;
}

function secondsSince(start) {
  return ((performance.now() - start) / 1000).toFixed(1);
}
