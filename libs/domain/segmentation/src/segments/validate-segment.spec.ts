import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { describeSegment } from './describe-segment.js';
import { EXAMPLE_SEGMENTS } from './example-segments.js';
import { conditions } from './segment-arbitraries.fixture.js';
import { wordSegmentFault } from './segment-fault-wording.js';
import { SegmentConditionSchema } from './segment-schema.js';
import { validateSegment } from './validate-segment.js';

const schema = Compile(SegmentConditionSchema);
/** What the JSON Schema cannot say. */
const BEYOND_SCHEMA = ['reversed', 'no-such-day', 'asks-nothing', 'too-deep', 'too-large'];
const rulesOf = (document: unknown): Record<string, string> =>
  Object.fromEntries(validateSegment(document).map(({ field, rule }) => [field, rule]));

/** Puts something else in the place of one part of a document. */
function mutate(document: unknown, place: number, by: unknown): unknown {
  let left = place;
  const visit = (node: unknown): unknown => {
    if (left-- === 0) return by;
    if (Array.isArray(node)) return node.map(visit);
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) => {
        if (left-- === 0) return [typeof by === 'string' ? by : 'other', value];
        return [key, visit(value)];
      }),
    );
  };
  return visit(document);
}

const intruders = fc.oneof(
  fc.constantFrom('A', '', 'x', 'tier-live', 'between', 'value', 'values', 'not', 'and', '2026-02-30', '12.5', '1e3'),
  fc.constantFrom(0, -1, 1.5, 7000, null, true),
  fc.constantFrom({}, [], { and: [] }, { attribute: 'risk', op: 'exists' }, { orders: { atLeast: 1 } }),
);

describe('validateSegment', () => {
  it('accepts what is valid, as the JSON Schema does', () => {
    fc.assert(
      fc.property(conditions, (condition) => {
        expect(validateSegment(condition)).toEqual([]);
        expect(schema.Check(condition)).toBe(true);
      }),
    );
    for (const { condition } of EXAMPLE_SEGMENTS) expect(validateSegment(condition)).toEqual([]);
  });

  it('refuses what the JSON Schema refuses, and beyond it only what a schema cannot say', () => {
    let refused = 0;
    fc.assert(
      fc.property(conditions, fc.nat(30), intruders, (condition, place, intruder) => {
        const document: unknown = JSON.parse(JSON.stringify(mutate(condition, place, intruder)));
        const faults = validateSegment(document);
        if (!schema.Check(document)) {
          refused++;
          expect(faults).not.toEqual([]);
        } else expect(faults.filter(({ rule }) => !BEYOND_SCHEMA.includes(rule))).toEqual([]);
      }),
      { numRuns: 3000 },
    );
    expect(refused).toBeGreaterThan(500);
  });

  it('tells all faults at once, each at its place', () => {
    expect(
      rulesOf({
        and: [
          { attribute: 'tier', op: 'eq', value: 'A' },
          { attribute: 'tier-live', op: 'gte', value: 'E' },
          { attribute: 'stage', op: 'in', values: ['new', 'old'], value: 1 },
          { attribute: 'silence-days', op: 'between', from: 30, to: 10 },
          { attribute: 'first-order-on', op: 'lt', value: '2026-02-30' },
          { attribute: 'net-365', op: 'gt', value: '1,000' },
          { attribute: 'owner' },
          { orders: { product: '', withinDays: 0, colour: 'red' } },
          { orders: { atLeast: 3, atMost: 2 } },
          { or: [] },
          { not: 'A' },
          { and: [{ orders: { atLeast: 1 } }], or: [] },
        ],
      }),
    ).toEqual({
      '/and/0/attribute': 'unknown-attribute',
      '/and/1/op': 'operator-not-allowed',
      '/and/1/value': 'one-of',
      '/and/2/values/1': 'one-of',
      '/and/2/value': 'unknown-field',
      '/and/3/to': 'reversed',
      '/and/4/value': 'no-such-day',
      '/and/5/value': 'not-a-decimal',
      '/and/6/op': 'required',
      '/and/7/orders': 'asks-nothing',
      '/and/7/orders/product': 'empty',
      '/and/7/orders/withinDays': 'whole-number',
      '/and/7/orders/colour': 'unknown-field',
      '/and/8/orders/atMost': 'reversed',
      '/and/9/or': 'empty',
      '/and/10/not': 'not-a-condition',
      '/and/11': 'ambiguous-condition',
    });
  });

  it('limits depth and size', () => {
    const nest = (levels: number): unknown => (levels === 0 ? { orders: { atLeast: 1 } } : { not: nest(levels - 1) });
    expect(rulesOf(nest(6))).toEqual({});
    expect(Object.values(rulesOf(nest(7)))).toEqual(['too-deep']);
    expect(Object.values(rulesOf(nest(5000)))).toEqual(['too-deep']);
    const leaf = { attribute: 'risk', op: 'exists' };
    const wide = (count: number): unknown => ({ and: Array.from({ length: count }, () => leaf) });
    expect(rulesOf({ and: [wide(50), wide(50)] })).toEqual({});
    expect(rulesOf({ and: [wide(50), wide(51)] })).toEqual({ '': 'too-large' });
    const values = Array.from({ length: 501 }, (_, index) => `p${index}`);
    expect(rulesOf({ attribute: 'products', op: 'in', values })).toEqual({ '/values': 'too-many' });
    expect(rulesOf({ attribute: '__proto__', op: 'exists' })).toEqual({ '/attribute': 'unknown-attribute' });
  });

  it('words a fault with its remedy in both languages', () => {
    const [fault] = validateSegment({ attribute: 'risk', op: 'eq', value: 'gone' });
    expect(wordSegmentFault(fault!, 'en')).toEqual({
      field: '/value',
      value: 'gone',
      code: 'one-of',
      rule: 'must be one of the known values',
      remedy: 'use one of: healthy, watch, at-risk, lost',
    });
    expect(wordSegmentFault(fault!, 'zh-CN').remedy).toBe('请使用以下之一：healthy, watch, at-risk, lost');
  });
});

describe('describeSegment', () => {
  it('says a condition in both languages', () => {
    const { condition } = EXAMPLE_SEGMENTS.find(({ id }) => id === 'product-not-bought-again')!;
    expect(describeSegment(condition, 'en')).toBe(
      'at least 3 orders of TEA-250 ever and no order of TEA-250 in 30 days and at least 1 order in 30 days',
    );
    expect(describeSegment(condition, 'zh-CN')).toBe(
      '累计产品 TEA-250 下单至少 3 次，且近 30 天产品 TEA-250 无订单，且近 30 天下单至少 1 次',
    );
    const fading = EXAMPLE_SEGMENTS.find(({ id }) => id === 'valuable-and-fading')!;
    expect(describeSegment(fading.condition, 'en')).toBe(
      '(value band = high or net amount of the last 365 days ≥ 100000) and silence in typical gaps ≥ 2 and not: risk = lost',
    );
    expect(describeSegment(fading.condition, 'zh-CN')).toBe(
      '（价值分层 = high，或近 365 天净额 ≥ 100000），且沉默时长相当于通常间隔的倍数 ≥ 2，且非：流失风险 = lost',
    );
    expect(describeSegment({ feedback: { kind: 'complaint', withinDays: 90, atLeast: 1 } }, 'zh-CN')).toBe(
      '近 90 天投诉 至少 1 次',
    );
  });
});
