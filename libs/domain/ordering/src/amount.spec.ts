import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AmountError, formatAmount, multiplyAmounts, parseAmount, showAmount } from './amount.js';

describe('amounts', () => {
  it('keeps every decimal of a unit price', () => {
    expect(formatAmount(multiplyAmounts(parseAmount('14.665'), parseAmount('2')))).toBe('29.33');
    expect(formatAmount(parseAmount(1e-7))).toBe('0.0000001');
    expect(formatAmount(parseAmount('-0.50'))).toBe('-0.5');
  });

  it('reads short amounts as it reads long ones', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999 }), fc.integer({ min: 0, max: 14 }), (digits, decimals) => {
        const text = String(digits).padStart(decimals + 1, '0');
        const short = decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
        // What is not plain goes the long way.
        const read = (amount: string) => {
          try {
            return parseAmount(amount);
          } catch (error) {
            return (error as Error).name;
          }
        };
        expect(read(short)).toEqual(read(`+${short}`));
      }),
    );
    for (const text of ['5.', '.5', '.', '1.2.3', ' 1', '1 ', '1-', '١'])
      expect(() => parseAmount(text)).toThrow(AmountError);
  });

  it('refuses what it could only keep by rounding', () => {
    expect(() => parseAmount('0.0000000000001')).toThrow(AmountError);
    expect(() => parseAmount('1,5')).toThrow(AmountError);
    expect(() => parseAmount('')).toThrow(AmountError);
  });

  it('shows halves to even', () => {
    expect([
      showAmount(parseAmount('0.125')),
      showAmount(parseAmount('0.135')),
      showAmount(parseAmount('-0.125')),
    ]).toEqual(['0.12', '0.14', '-0.12']);
    expect(showAmount(parseAmount('29.33'), 0)).toBe('29');
  });

  it('parses back what it formats', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 24n), 10n ** 24n), (amount) => parseAmount(formatAmount(amount)) === amount),
    );
  });

  it('multiplies exactly while the decimals of the factors fit', () => {
    const decimal = fc.integer({ min: -9_999_999, max: 9_999_999 });
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const product = multiplyAmounts(BigInt(a) * 10n ** 6n, BigInt(b) * 10n ** 6n);
        return product === BigInt(a) * BigInt(b);
      }),
    );
  });
});
