import eslint from '@eslint/js';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { apps, forProduction, forSpecs, testSupport } from './tools/eslint/boundaries.mjs';
import { orderweave } from './tools/eslint/plugin.mjs';
import * as pure from './tools/eslint/purity.mjs';
import * as wording from './tools/eslint/wording.mjs';

const PURE = ['libs/contracts/**/*.ts', 'libs/domain/**/*.ts', 'libs/simulator/**/*.ts'];
const SPECS = ['**/*.spec.ts'];
/** What specs stand on, and what a developer alone runs: free to import what specs may import. */
const TEST_SUPPORT = [
  '**/src/testing/**/*.ts',
  '**/*{-,.}fixture.ts',
  'apps/{benchmarks,system-tests}/**/*.ts',
  'libs/stream/src/manual/**/*.ts',
  'libs/testing/**/*.ts',
];
/** Speaks to a person on a terminal. */
const TERMINAL = ['apps/{benchmarks,launcher,system-tests}/**/*.ts', 'libs/engines/src/keep-engines.ts', '**/*.cli.ts'];

export default defineConfig(
  { ignores: ['**/dist/', '**/node_modules/', '**/test-results/', '.nx/', '.orderweave/', 'apps/benchmarks/results/'] },
  {
    files: ['**/*.ts', '**/*.mjs'],
    extends: [eslint.configs.recommended],
    plugins: { orderweave },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'orderweave/file-name': 'error',
      'orderweave/parameter-count': ['error', { positional: 4, dependencies: 5 }],
      'max-lines': ['error', { max: 300 }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'anywhere' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: globals.node } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { project: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': forProduction,
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...wording.names],
      'no-restricted-imports': ['error', { patterns: [apps, testSupport] }],
    },
  },
  { files: TERMINAL, rules: { 'no-console': 'off' } },
  {
    files: PURE,
    ignores: SPECS,
    rules: {
      'no-restricted-properties': ['error', ...pure.properties],
      'no-restricted-globals': ['error', ...pure.globals],
      'no-restricted-syntax': ['error', ...wording.names, ...pure.syntax],
      'no-restricted-imports': ['error', pure.domainImports],
    },
  },
  {
    files: ['libs/contracts/**/*.ts'],
    ignores: SPECS,
    rules: { 'no-restricted-imports': ['error', pure.contractImports] },
  },
  {
    files: [...SPECS, ...TEST_SUPPORT],
    rules: {
      '@nx/enforce-module-boundaries': forSpecs,
      'no-restricted-imports': ['error', { patterns: [apps] }],
    },
  },
  {
    files: SPECS,
    rules: { 'max-lines': 'off', 'no-restricted-syntax': ['error', ...wording.names, ...wording.specs] },
  },
  prettier,
);
