import { expect, it } from '@jest/globals';
import { traceparentOf } from './traceparent.js';

it('keeps a valid trace and begins one otherwise', () => {
  const given = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  expect(traceparentOf(given)).toBe(given);
  for (const bad of [undefined, '', given.replace(/[1-9a-f]/g, '0'), [given]]) {
    expect(traceparentOf(bad)).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  }
});
