import { describe, expect, it } from '@jest/globals';
import { wordFault } from './fault-wording.js';
import { submissionFaults } from './submission-faults.js';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const GOOD = {
  channel: 'own-shop',
  externalId: 'A-1',
  placedAt: '2026-05-31T10:00:00+08:00',
  currency: 'CNY',
  lines: [{ sku: 'S', quantity: 2, unitPrice: '14.665' }],
};

function rulesOf(value: unknown): Record<string, string> {
  return Object.fromEntries(submissionFaults(value, NOW).map(({ field, rule }) => [field, rule]));
}

describe('the faults of a submission', () => {
  it('are none for a good one', () => {
    expect(submissionFaults(GOOD, NOW)).toEqual([]);
    expect(
      submissionFaults({ ...GOOD, lines: [{ sku: 'S', quantity: -3, unitPrice: 10, discount: -30 }] }, NOW),
    ).toEqual([]);
  });

  it('are all there at once, one a field, shape and sense together', () => {
    expect(
      rulesOf({
        channel: 'A',
        kind: 'bill',
        status: 'shipped',
        placedAt: '2025-02-30T00:00:00Z',
        currency: 'eur',
        identifiers: [{ kind: 'fax', value: '' }],
        lines: [
          { sku: '', quantity: 'two', unitPrice: null, colour: 'red' },
          {},
          { sku: 'a\u0000', quantity: 0.1 + 0.2, unitPrice: 1, discount: 5 },
        ],
        tax: true,
        refundsOrder: 'A-0',
      }),
    ).toEqual({
      '/channel': 'format',
      '/externalId': 'required',
      '/kind': 'one-of',
      '/status': 'one-of',
      '/placedAt': 'no-such-instant',
      '/currency': 'format',
      '/identifiers/0/kind': 'one-of',
      '/identifiers/0/value': 'too-short',
      '/lines/0/sku': 'too-short',
      '/lines/0/quantity': 'format',
      '/lines/0/unitPrice': 'format',
      '/lines/0/colour': 'unknown-field',
      '/lines/1/sku': 'required',
      '/lines/1/quantity': 'required',
      '/lines/1/unitPrice': 'required',
      '/lines/2/sku': 'unstorable-text',
      '/lines/2/quantity': 'too-many-decimals',
      '/lines/2/discount': 'discount-above-line',
      '/tax': 'format',
      '/refundsOrder': 'refunds-order-on-order',
    });
  });

  it('judge time by the wall clock that is passed in', () => {
    expect(rulesOf({ ...GOOD, placedAt: '2026-06-02T00:00:00Z' })).toEqual({});
    expect(rulesOf({ ...GOOD, placedAt: '2026-06-02T00:00:00.001Z' })).toEqual({ '/placedAt': 'placed-in-the-future' });
    expect(rulesOf({ ...GOOD, updatedAt: '2099-01-01T00:00:00Z' })).toEqual({ '/updatedAt': 'updated-in-the-future' });
    expect(rulesOf({ ...GOOD, placedAt: '0001-01-01T00:00:00Z' })).toEqual({ '/placedAt': 'placed-too-early' });
  });

  it('judge amounts and refunds', () => {
    const line = (more: object): unknown => ({ ...GOOD, lines: [{ sku: 'S', quantity: 1, unitPrice: 10, ...more }] });
    expect(rulesOf(line({ discount: '10.01' }))).toEqual({ '/lines/0/discount': 'discount-above-line' });
    expect(rulesOf(line({ discount: -1 }))).toEqual({ '/lines/0/discount': 'discount-above-line' });
    expect(rulesOf(line({ quantity: '1e3' }))).toEqual({ '/lines/0/quantity': 'format' });
    expect(rulesOf(line({ quantity: '999999999', unitPrice: '999999999' }))).toEqual({
      '/lines': 'amount-too-large',
      '/lines/0': 'amount-too-large',
    });
    const refund = (id: string, amount: number): object => ({ id, amount });
    expect(rulesOf({ ...GOOD, refunds: [refund('r', 1), refund('r', 1), refund('r', 2), refund('q', -1)] })).toEqual({
      '/refunds/2': 'contradicting-refunds',
      '/refunds/3/amount': 'negative-refund',
    });
    expect(rulesOf({ ...GOOD, kind: 'credit-note', refunds: [refund('r', 1)] })).toEqual({
      '/refunds': 'refunds-on-credit-note',
    });
  });

  it('answer anything, however strange', () => {
    for (const value of [null, [], 'text', 7, undefined]) expect(submissionFaults(value, NOW)).toHaveLength(1);
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(submissionFaults({ ...GOOD, extra: deep }, NOW)).toEqual([
      { field: '/extra', value: '[…]', rule: 'unknown-field' },
    ]);
    const many = submissionFaults({ ...GOOD, lines: Array.from({ length: 5_000 }, () => ({ sku: 'S' })) }, NOW);
    expect(many.length).toBeGreaterThan(100);
  });

  it('are worded with the rule and the way out, in both languages', () => {
    const [fault] = submissionFaults({ ...GOOD, currency: 'yuan' }, NOW);
    expect(fault && wordFault(fault, 'en')).toEqual({
      field: '/currency',
      value: 'yuan',
      code: 'format',
      rule: 'is not written as it must be',
      remedy: 'write an ISO 4217 code in capitals, such as "EUR"',
    });
    expect(fault && wordFault(fault, 'zh-CN')).toMatchObject({
      rule: '格式不正确',
      remedy: expect.stringContaining('ISO 4217'),
    });
  });
});
