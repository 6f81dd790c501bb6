// Every rule that the repository relies on is shown to bite: the real configuration over code that must not pass.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** In CI the types would be those of the file on disk, not of the text. */
const parserOptions = { disallowAutomaticSingleRunInference: true };
const TYPED = new ESLint({ cwd: root, overrideConfig: [{ languageOptions: { parserOptions } }] });
/** Most rules need no types, and are some ten times faster without. */
const UNTYPED = new ESLint({ cwd: root, overrideConfig: [tseslint.configs.disableTypeChecked] });

const CONTRACTS = 'libs/contracts/src/index.ts';
const DOMAIN = 'libs/domain/ordering/src/index.ts';
const SIMULATOR = 'libs/simulator/src/index.ts';
const STREAM = 'libs/stream/src/index.ts';
const STREAM_SPEC = 'libs/stream/src/manual/01-topology.spec.ts';
const TESTING = 'libs/testing/src/index.ts';
const SERVICE = 'apps/segmentation/src/main.ts';
const LAUNCHER = 'apps/launcher/src/main.ts';

const BOUNDARIES = '@nx/enforce-module-boundaries';
const IMPORTS = 'no-restricted-imports';
const GLOBALS = 'no-restricted-globals';
const PROPERTIES = 'no-restricted-properties';
const SYNTAX = 'no-restricted-syntax';

/** The rules that refuse this text in this file. */
async function broken(file, text, eslint) {
  const [{ messages }] = await eslint.lintText(text, { filePath: `${root}/${file}` });
  const fatal = messages.find((message) => message.fatal);
  assert.equal(fatal, undefined, fatal?.message);
  return messages.map(({ ruleId }) => ruleId);
}

const use = (name) => `import * as used from '${name}';\nexport const kept = used;\n`;

function refuses(title, file, text, rule) {
  it(`refuses ${title}`, async () => {
    const eslint = rule.startsWith('@typescript-eslint/') ? TYPED : UNTYPED;
    assert.ok((await broken(file, text, eslint)).includes(rule), `${rule} says nothing`);
  });
}
function allows(title, file, text) {
  it(`allows ${title}`, async () => assert.deepEqual(await broken(file, text, UNTYPED), []));
}

describe('who may import whom', () => {
  refuses('the domain in contracts', CONTRACTS, use('@orderweave/domain-ordering'), BOUNDARIES);
  refuses('the platform in the domain', DOMAIN, use('@orderweave/postgres'), BOUNDARIES);
  refuses('the simulator in the domain', DOMAIN, use('@orderweave/simulator'), BOUNDARIES);
  refuses('the domain in the platform', STREAM, use('@orderweave/domain-ordering'), BOUNDARIES);
  refuses('the platform in the simulator', SIMULATOR, use('@orderweave/stream'), BOUNDARIES);
  refuses('the domain in the testing library', TESTING, use('@orderweave/domain-ordering'), BOUNDARIES);
  refuses('the testing library in what ships', STREAM, use('@orderweave/testing'), BOUNDARIES);
  refuses('the testing library in a service', SERVICE, use('@orderweave/testing'), BOUNDARIES);
  refuses('engines in a service', SERVICE, use('@orderweave/engines'), BOUNDARIES);
  refuses('the simulator in a service', SERVICE, use('@orderweave/simulator'), BOUNDARIES);
  refuses('another app', SERVICE, use('@orderweave/notification'), IMPORTS);
  refuses('another app in the launcher', LAUNCHER, use('@orderweave/segmentation/dist/topology.js'), IMPORTS);
  refuses('a path into another project', SERVICE, use('../../../libs/stream/src/topology.js'), BOUNDARIES);
  refuses('a package in itself by its name', STREAM, use('@orderweave/stream'), BOUNDARIES);
  refuses('a fixture in what ships', SERVICE, use('./testing/segmentation-rig.js'), IMPORTS);
  refuses('a fixture in the domain', DOMAIN, use('./order-fixture.js'), IMPORTS);
  allows(
    'contracts, domain and runtime in a service',
    SERVICE,
    use('@orderweave/stream') + "export * from '@orderweave/domain-segmentation';\n",
  );
  allows(
    'engines and simulator in the launcher',
    LAUNCHER,
    use('@orderweave/engines') + "export * from '@orderweave/simulator';\n",
  );
  allows('the testing library in a spec', STREAM_SPEC, use('@orderweave/testing'));
});

describe('what the domain and the contracts may import', () => {
  for (const name of [
    '@nestjs/common',
    'typeorm',
    'pg',
    'kafkajs',
    'prom-client',
    'node:fs',
    'node:fs/promises',
    'fs',
  ]) {
    refuses(`${name} in the domain`, DOMAIN, use(name), IMPORTS);
    refuses(`${name} in the contracts`, CONTRACTS, use(name), IMPORTS);
  }
  refuses('anything but typebox in the contracts', CONTRACTS, use('temporal-polyfill'), IMPORTS);
  refuses('random bytes in the domain', DOMAIN, "export { randomUUID } from 'node:crypto';\n", IMPORTS);
  refuses('an import at run time', DOMAIN, "export const late = () => import('node:fs');\n", SYNTAX);
  allows('typebox in the contracts', CONTRACTS, use('typebox'));
  allows('hashing in the domain', DOMAIN, "export { createHash } from 'node:crypto';\n");
});

describe('no clock and no randomness in pure code', () => {
  for (const file of [DOMAIN, CONTRACTS, SIMULATOR]) {
    refuses(`Date.now in ${file}`, file, 'export const at = Date.now();\n', PROPERTIES);
    refuses(`now taken out of Date in ${file}`, file, 'const { now } = Date;\nexport const at = now();\n', PROPERTIES);
    refuses(`new Date() in ${file}`, file, 'export const at = new Date();\n', SYNTAX);
    refuses(`Date() in ${file}`, file, 'export const at = Date();\n', SYNTAX);
    refuses(`Math.random in ${file}`, file, 'export const drawn = Math.random();\n', PROPERTIES);
    refuses(`performance.now in ${file}`, file, 'export const at = performance.now();\n', GLOBALS);
    refuses(`a timer in ${file}`, file, 'setTimeout(String, 1);\n', GLOBALS);
    allows(`a given instant in ${file}`, file, 'export const at = new Date(0);\n');
  }
  allows('the clock elsewhere', SERVICE, 'export const at = Date.now();\n');
});

describe('shape of the code', () => {
  const parameters = (count) => Array.from({ length: count }, (_, index) => `p${index}: number`).join(', ');
  const adding = (count) =>
    `export const add = (${parameters(count)}) => ${Array.from({ length: count }, (_, index) => `p${index}`).join(' + ')};\n`;
  const lines = (count) => Array.from({ length: count }, (_, index) => `export const v${index} = ${index};\n`).join('');
  const needing = (count) =>
    `export class Needs {\n  constructor(${parameters(count).replaceAll('p', 'readonly p')}) {}\n}\n`;

  refuses('five positional arguments', SERVICE, adding(5), 'orderweave/parameter-count');
  allows('four positional arguments', SERVICE, adding(4));
  refuses('six dependencies', SERVICE, needing(6), 'orderweave/parameter-count');
  allows('five dependencies', SERVICE, needing(5));
  refuses('301 lines', SERVICE, lines(301), 'max-lines');
  allows('300 lines', SERVICE, lines(300));
  refuses(
    'what is left for later',
    SERVICE,
    `// ${'TO' + 'DO'}: later\nexport const kept = 1;\n`,
    'no-warning-comments',
  );
  refuses('an I prefix', SERVICE, 'export interface IOrder {\n  id: string;\n}\n', SYNTAX);
  refuses('a default export', SERVICE, 'export default 1;\n', SYNTAX);
  refuses(
    'a promise that nobody waits for',
    SERVICE,
    'async function act() {}\nact();\n',
    '@typescript-eslint/no-floating-promises',
  );
  refuses(
    'a case forgotten',
    SERVICE,
    "export function say(x: 'a' | 'b') {\n  switch (x) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n}\n",
    '@typescript-eslint/switch-exhaustiveness-check',
  );
  refuses('console in a service', SERVICE, "console.log('x');\n", 'no-console');
  refuses(
    'a focused spec',
    STREAM_SPEC,
    "import { it } from '@jest/globals';\nit.only('x', () => undefined);\n",
    SYNTAX,
  );
});
