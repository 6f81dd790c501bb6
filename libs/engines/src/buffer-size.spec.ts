import { describe, expect, it } from '@jest/globals';
import { bufferSize } from './buffer-size.js';

describe('the buffers of PostgreSQL', () => {
  it.each([
    [0.5, '128MB'],
    [4, '512MB'],
    [8, '1024MB'],
    [24, '2048MB'],
  ])('of %p GiB of memory are %s', (gibibytes, expected) => {
    expect(bufferSize(gibibytes * 2 ** 30)).toBe(expected);
  });
});
