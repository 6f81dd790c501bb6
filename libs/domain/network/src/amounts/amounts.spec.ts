import { describe, expect, it } from '@jest/globals';
import { judgeStated } from './judge-stated.js';
import { meaningOf } from './meaning-of.js';
import { netAmount } from './net-amount.js';
import type { OrderFacts } from './order-facts.js';

const order = (stated: Partial<OrderFacts> = {}): OrderFacts => ({
  ...{ kind: 'order', status: 'paid', counts: true, value: '29.33', refunds: [], ...stated },
});
const note = (externalId: string, value: string | undefined, counts = true) => ({ externalId, value, counts });
const meaning = (facts: OrderFacts, ...notes: ReturnType<typeof note>[]) => meaningOf(facts, netAmount(facts, notes));

describe('netAmount', () => {
  it('takes away refunds by id, once each', () => {
    const refunds = [{ id: 'r1', amount: '1.1' }];
    expect(netAmount(order({ refunds }), [])).toBe('28.23');
    expect(netAmount(order({ refunds }), [note('c1', '-0.23'), note('c2', '-8')])).toBe('20');
  });

  it('believes the credit note where the order lists the same refund', () => {
    expect(netAmount(order({ refunds: [{ id: 'c1', amount: '5' }] }), [note('c1', '-9.33')])).toBe('20');
    expect(netAmount(order({ refunds: [{ id: 'c1', amount: '9.33' }] }), [note('c1', '-5', false)])).toBe('20');
  });

  it('waits for a value', () => {
    expect(netAmount(order({ value: undefined }), [note('c1', '-5')])).toBeUndefined();
    expect(netAmount(order(), [note('c1', undefined)])).toBe('29.33');
  });
});

describe('meaningOf', () => {
  it.each([
    ['an order', order(), [], { netAmount: '29.33', counts: true, purchase: true, intent: false }],
    ['an order at 0.00', order({ value: '0' }), [], { netAmount: '0', counts: true, purchase: true, intent: false }],
    [
      'an order partly refunded',
      order(),
      [note('c', '-9.33')],
      { netAmount: '20', counts: true, purchase: true, intent: false },
    ],
    [
      'an order refunded to zero',
      order(),
      [note('c', '-29.33')],
      { netAmount: '0', counts: true, purchase: false, intent: false },
    ],
    [
      'a cancelled order',
      order({ status: 'cancelled', counts: false }),
      [],
      { netAmount: '0', counts: false, purchase: false, intent: false },
    ],
    [
      'an unvalued order',
      order({ value: undefined }),
      [],
      { netAmount: '0', counts: false, purchase: false, intent: false },
    ],
    [
      'a quote',
      order({ status: 'quote', counts: false }),
      [],
      { netAmount: '0', counts: false, purchase: false, intent: true },
    ],
    [
      'a free-standing credit note',
      order({ kind: 'credit-note', value: '-5' }),
      [],
      { netAmount: '-5', counts: true, purchase: false, intent: false },
    ],
    [
      'a credit note that names an order',
      order({ kind: 'credit-note', value: '-5', refundsOrder: '1' }),
      [],
      { netAmount: '0', counts: false, purchase: false, intent: false },
    ],
  ])('%s', (_, facts, notes, expected) => {
    expect(meaning(facts, ...notes)).toEqual(expected);
  });
});

describe('judgeStated', () => {
  const revision = (updatedAt: string, hash = 'a') => ({ updatedAt, rank: 1, hash });
  it('lets the greater revision win, and the value of one that had none', () => {
    expect(judgeStated({ revision: revision('2'), value: '1' }, undefined)).toBe('newer');
    expect(judgeStated({ revision: revision('1'), value: '1' }, { revision: revision('2') })).toBe('older');
    expect(judgeStated({ revision: revision('2', 'b') }, { revision: revision('2'), value: '1' })).toBe('newer');
    expect(judgeStated({ revision: revision('2'), value: '1' }, { revision: revision('2') })).toBe('newer');
    expect(judgeStated({ revision: revision('2') }, { revision: revision('2'), value: '1' })).toBe('same');
  });
});
