import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { goodsIn, packLines } from './activity-lines.js';

const text = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.string({ unit: fc.constantFrom('a', '\t', '\n', '\\', 't', '"') }),
);
const sku = text.filter((one) => one !== '');
const line = fc.record(
  { sku, category: sku, quantity: fc.constant('2'), net: fc.constant('-1.5') },
  {
    requiredKeys: ['sku', 'quantity'],
  },
);

describe('the lines of an activity', () => {
  it('are short text', () => {
    expect(
      packLines([
        { sku: 'TEA 250', category: 'tea', quantity: '12', net: '462' },
        { sku: 'P', quantity: '1' },
      ]),
    ).toBe('TEA 250\ttea\t12\t462\nP\t\t1\t');
    expect(goodsIn(null)).toEqual({ products: [], categories: [] });
  });

  it('give back products and categories, each once, whatever they are called', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), (lines) => {
        const { products, categories } = goodsIn(packLines(lines));
        expect(products).toEqual([...new Set(lines.map((one) => one.sku))]);
        expect(categories).toEqual([...new Set(lines.flatMap((one) => one.category ?? []))]);
      }),
    );
  });
});
