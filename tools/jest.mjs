#!/usr/bin/env node
// Runs one project's specs: `node tools/jest.mjs pure|engines libs/stream [jest arguments]`; `engines` specs need PostgreSQL,
// Kafka, the whole system or the real data sets (`*.data.spec.ts`). Of these `stores` are those on PostgreSQL alone, two files at a time,
// for each has a schema of its own; `log` are the others, whose services would share a consumer group.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withData } from './data-sets.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [kind = 'pure', folder = '.', ...rest] = process.argv.slice(2);
const project = resolve(root, folder);
const engineSpec = '\\.(pg|kafka|system|data)\\.spec\\.ts$';
const dataSpec = '\\.data\\.(system\\.)?spec\\.ts$';
const results = join(project, 'test-results');
mkdirSync(results, { recursive: true });
const config = join(results, `jest.${kind}.config.mjs`);
const ENDINGS = { stores: 'pg,data', log: 'kafka,system', engines: 'pg,kafka,system,data' };
const match = [kind === 'pure' ? '<rootDir>/src/**/*.spec.ts' : `<rootDir>/src/**/*.{${ENDINGS[kind]}}.spec.ts`];
const leftOut = kind === 'pure' ? [engineSpec] : withData ? [] : [dataSpec];
if (kind !== 'pure' && !withData)
  console.log(`${folder}: *.data.spec.ts are left out; set ORDERWEAVE_DATA to run them`);
const more = {
  testPathIgnorePatterns: ['/node_modules/', ...leftOut],
  ...(kind !== 'pure' && { testTimeout: 120_000, maxWorkers: kind === 'stores' ? 2 : 1 }),
};
writeFileSync(
  config,
  `import { preset } from ${JSON.stringify(join(root, 'tools/jest.preset.mjs'))};\n` +
    `export default preset(${JSON.stringify(project)}, ${JSON.stringify(match)}, ${JSON.stringify(more)});\n`,
);
const jest = join(root, 'node_modules/jest/bin/jest.js');
const result = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    jest,
    '--config',
    config,
    '--passWithNoTests',
    '--json',
    '--outputFile',
    join(results, `${kind}.json`),
    ...rest,
  ],
  { stdio: 'inherit', cwd: project },
);
if (result.error) console.error(`${basename(project)}: ${result.error.message}`);
process.exit(result.status ?? 1);
