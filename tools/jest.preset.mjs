import { fileURLToPath } from 'node:url';

/** Settings that every project's Jest run shares: ES modules, decorators by SWC, workspace packages from source. */
export const preset = (rootDir, testMatch, more = {}) => ({
  rootDir,
  testMatch,
  setupFiles: [fileURLToPath(new URL('./seed-properties.mjs', import.meta.url))],
  testEnvironment: 'node',
  testEnvironmentOptions: { exportConditions: ['@orderweave/source', 'node', 'import', 'default'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          keepClassNames: true,
        },
        module: { type: 'es6' },
      },
    ],
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  ...more,
});
