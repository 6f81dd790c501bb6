#!/usr/bin/env node
// Keeps source files small: median, 90th percentile and largest, over all that is neither a spec nor a migration.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projects, root } from './projects.mjs';

const BUDGET = { median: 80, ninetieth: 200, largest: 300 };

const sizes = projects()
  .flatMap((project) => sources(join(project, 'src')))
  .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length }))
  .sort((one, other) => one.lines - other.lines);

const median = percentile(0.5);
const ninetieth = percentile(0.9);
const largest = sizes.at(-1).lines;
console.log(
  `${sizes.length} source files: median ${median} lines (budget ${BUDGET.median}), ` +
    `90th percentile ${ninetieth} (${BUDGET.ninetieth}), largest ${largest} (${BUDGET.largest})`,
);

// Whichever budget is missed, the files to look at are those that stand above it.
const missed = [
  [median, BUDGET.median],
  [ninetieth, BUDGET.ninetieth],
  [largest, BUDGET.largest],
].filter(([value, budget]) => value > budget);
if (missed.length > 0) {
  const above = Math.max(...missed.map(([, budget]) => budget));
  for (const { file, lines } of sizes.filter((size) => size.lines > above).reverse()) console.log(`${lines}  ${file}`);
  process.exitCode = 1;
}

function percentile(share) {
  return sizes[Math.min(sizes.length - 1, Math.ceil(share * sizes.length) - 1)].lines;
}

function sources(folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .map((file) => join(folder, file).replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !file.includes('/migrations/'));
}
