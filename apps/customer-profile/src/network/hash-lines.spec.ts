import { describe, expect, it } from '@jest/globals';
import { hashLines } from './hash-lines.js';

const line = { sku: 'A', name: 'Tea', quantity: '1', unitPrice: '10', discount: '0', amount: '10' };

describe('hashLines', () => {
  it('is the same for the same lines', () => {
    expect(hashLines([line, line])).toBe(hashLines([{ ...line }, { ...line }]));
    expect(hashLines([line])).toMatch(/^[0-9a-f]{16}$/);
  });

  it.each([
    ['quantity', [{ ...line, quantity: '2' }]],
    ['wording', [{ ...line, name: 'tea' }]],
    ['category', [{ ...line, category: 'drinks' }]],
    ['count', [line, line]],
    ['where a field ends', [{ ...line, sku: 'AT', name: 'ea' }]],
  ])('differs by %s', (_, lines) => {
    expect(hashLines(lines)).not.toBe(hashLines([line]));
  });

  it('has no collision among a hundred thousand orders that differ in one digit', () => {
    const hashes = new Set(Array.from({ length: 100_000 }, (_, n) => hashLines([{ ...line, quantity: String(n) }])));
    expect(hashes.size).toBe(100_000);
  });
});
