import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Linter } from 'eslint';
import { fileName } from './file-name.mjs';

const config = [
  {
    files: ['**/*.ts', '**/*.mjs'],
    plugins: { own: { rules: { 'file-name': fileName } } },
    rules: { 'own/file-name': 'error' },
  },
];
const faults = (name) => new Linter().verify('', config, name).map(({ messageId }) => messageId);

describe('file names', () => {
  for (const name of [
    'topology.ts',
    'order-recorded.ts',
    'order.store.ts',
    'apply-orders.handler.ts',
    'ledger.pg.spec.ts',
    'month-amount.store.pg.spec.ts',
    'online-retail.data.system.spec.ts',
    '01-topology.spec.ts',
    'import.cli.ts',
    'jest.preset.mjs',
  ])
    it(`accepts ${name}`, () => assert.deepEqual(faults(name), []));
  for (const name of ['orderRecorded.ts', 'OrderRecorded.ts', 'order_recorded.ts', 'order.service.ts', '-order.ts'])
    it(`refuses the shape of ${name}`, () => assert.deepEqual(faults(name), ['shape']));
  for (const name of ['utils.ts', 'date-utils.ts', 'helpers.ts', 'base-store.ts', 'order-manager.ts', 'common.spec.ts'])
    it(`refuses ${name}, which says nothing`, () => assert.deepEqual(faults(name), ['meaningless']));
});
