import { describe, expect, it } from '@jest/globals';
import { parseAmount } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import type { CustomerFacts } from './customer-facts.js';
import { evaluateSegment } from './evaluate-segment.js';
import { conditions, facts, START } from './segment-arbitraries.fixture.js';
import type { SegmentCondition } from './segment-condition.js';

const order = (offset: number, amount: string, more: Partial<CustomerFacts['orders'][number]> = {}) => ({
  placedOn: START + offset,
  amount: parseAmount(amount),
  purchase: true,
  channel: 'rep',
  products: ['X'],
  categories: ['tea'],
  ...more,
});
const known: CustomerFacts = {
  tierFinal: 'B',
  region: 'Guangdong',
  typicalGap: 10,
  orders: [
    order(0, '100'),
    order(0, '50', { products: ['Y'], channel: 'shop' }),
    order(10, '30.5'),
    order(12, '-20', { purchase: false }),
  ],
  feedback: [{ on: START + 11, kind: 'nps', score: 4 }],
};
const on = (offset: number, condition: SegmentCondition): boolean => evaluateSegment(condition, known, START + offset);

describe('evaluateSegment', () => {
  it('compares states, texts, numbers, days and amounts, both ends of a range included', () => {
    expect(on(20, { attribute: 'tier-final', op: 'in', values: ['A', 'B'] })).toBe(true);
    expect(on(20, { attribute: 'tier-final', op: 'ne', value: 'B' })).toBe(false);
    expect(on(20, { attribute: 'region', op: 'eq', value: 'guangdong' })).toBe(false);
    expect(on(20, { attribute: 'silence-days', op: 'between', from: 10, to: 10 })).toBe(true);
    expect(on(20, { attribute: 'overdue', op: 'gt', value: 1 })).toBe(false);
    expect(on(20, { attribute: 'overdue', op: 'gte', value: 1 })).toBe(true);
    expect(on(20, { attribute: 'purchase-days', op: 'eq', value: 2 })).toBe(true);
    expect(on(20, { attribute: 'first-order-on', op: 'lte', value: '2024-01-10' })).toBe(true);
    expect(on(20, { attribute: 'first-order-on', op: 'lt', value: '2024-01-10' })).toBe(false);
    expect(on(20, { attribute: 'net-total', op: 'eq', value: '160.50' })).toBe(true);
    expect(on(11, { attribute: 'net-total', op: 'eq', value: 180.5 })).toBe(true);
  });

  it('adds up the 365 days that end with the day', () => {
    expect(on(364, { attribute: 'net-365', op: 'eq', value: '160.5' })).toBe(true);
    expect(on(365, { attribute: 'net-365', op: 'eq', value: '10.5' })).toBe(true);
    expect(on(377, { attribute: 'net-365', op: 'eq', value: 0 })).toBe(true);
  });

  it('asks lists for any member, and orders for what stands on them', () => {
    expect(on(5, { attribute: 'products', op: 'in', values: ['Y', 'Z'] })).toBe(true);
    expect(on(5, { attribute: 'channels', op: 'ne', value: 'shop' })).toBe(false);
    expect(on(5, { attribute: 'feedback', op: 'exists' })).toBe(false);
    expect(on(11, { attribute: 'feedback', op: 'eq', value: 'nps' })).toBe(true);
    expect(on(20, { orders: { product: 'X', atLeast: 2 } })).toBe(true);
    expect(on(20, { orders: { product: 'X', withinDays: 20, atLeast: 2 } })).toBe(false);
    expect(on(19, { orders: { product: 'X', withinDays: 20, atLeast: 2 } })).toBe(true);
    expect(on(20, { orders: { category: 'tea', channel: 'shop', atLeast: 2 } })).toBe(false);
    expect(on(20, { feedback: { kind: 'nps', scoreAtMost: 6, atLeast: 1 } })).toBe(true);
    expect(on(20, { feedback: { kind: 'nps', scoreAtMost: 3, atLeast: 1 } })).toBe(false);
  });

  it('says no to every comparison with what is not known', () => {
    for (const op of ['eq', 'ne'] as const) expect(on(20, { attribute: 'industry', op, value: 'x' })).toBe(false);
    for (const op of ['lt', 'gte'] as const) expect(on(20, { attribute: 'p-alive', op, value: 0.5 })).toBe(false);
    expect(on(-1, { attribute: 'silence-days', op: 'gte', value: 0 })).toBe(false);
    expect(on(20, { attribute: 'industry', op: 'exists' })).toBe(false);
    expect(on(20, { not: { attribute: 'industry', op: 'eq', value: 'x' } })).toBe(true);
  });

  it('keeps the laws of and, or and not', () => {
    fc.assert(
      fc.property(conditions, conditions, facts, fc.integer({ min: -5, max: 400 }), (a, b, customer, offset) => {
        const ask = (condition: SegmentCondition): boolean => evaluateSegment(condition, customer, START + offset);
        expect(ask({ and: [a, b] })).toBe(ask(a) && ask(b));
        expect(ask({ or: [a, b] })).toBe(ask(a) || ask(b));
        expect(ask({ not: { and: [a, b] } })).toBe(ask({ or: [{ not: a }, { not: b }] }));
        expect(ask({ not: { not: a } })).toBe(ask(a));
      }),
    );
  });
});
