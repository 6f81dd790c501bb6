import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { orderByDouble } from './order-by-double.js';

describe('orderByDouble', () => {
  it('orders like a stable comparison sort', () => {
    const double = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ min: 0, max: 2 ** 106, noNaN: true }));
    fc.assert(
      fc.property(fc.array(double, { maxLength: 300 }), (numbers) => {
        const doubles = Float64Array.from(numbers.map((number) => Math.abs(number)));
        const rows = Uint32Array.from(numbers.keys());
        const expected = [...rows].sort((a, b) => doubles[b]! - doubles[a]! || a - b);
        expect([...orderByDouble(rows, doubles)]).toEqual(expected);
      }),
    );
  });
});
