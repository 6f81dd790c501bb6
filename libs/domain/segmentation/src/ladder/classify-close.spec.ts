import { describe, expect, it } from '@jest/globals';
import { classifyClose } from './classify-close.js';
import type { Tier } from './tier.js';

describe('a close', () => {
  it('tells each pair of months apart', () => {
    const before: (Tier | null)[] = [null, 'A', 'B', 'C', 'D'];
    const table = before.map((previous) => (['A', 'B', 'C', 'D'] as const).map((now) => classifyClose(previous, now)));
    expect(table).toEqual([
      [null, null, null, null],
      [null, 'down', 'down', 'abnormal-stop'],
      ['up', null, 'down', 'abnormal-stop'],
      ['up', 'up', null, 'sleeping'],
      ['up', 'up', 'up', null],
    ]);
  });
});
