import { describe, expect, it } from '@jest/globals';
import { parseAmount } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { evaluateSegment } from './evaluate-segment.js';
import { explainSegment } from './explain-segment.js';
import { conditions, facts, START } from './segment-arbitraries.fixture.js';
import type { SegmentCondition } from './segment-condition.js';

const ALWAYS: SegmentCondition = { orders: { atMost: 100_000 } };
const NEVER: SegmentCondition = { orders: { atLeast: 100_000 } };

/** Answers every leaf at random, but those of the given pointers. */
function replaceOthers(
  part: SegmentCondition,
  kept: ReadonlySet<string>,
  answer: () => boolean,
  at = '',
): SegmentCondition {
  const all = (parts: SegmentCondition[], pointer: string): SegmentCondition[] =>
    parts.map((one, index) => replaceOthers(one, kept, answer, `${pointer}/${index}`));
  if ('and' in part) return { and: all(part.and, `${at}/and`) };
  if ('or' in part) return { or: all(part.or, `${at}/or`) };
  if ('not' in part) return { not: replaceOthers(part.not, kept, answer, `${at}/not`) };
  if (kept.has(at)) return part;
  return answer() ? ALWAYS : NEVER;
}

describe('explainSegment', () => {
  it('names leaves that decide whatever the others say', () => {
    const answers = fc.infiniteStream(fc.boolean());
    fc.assert(
      fc.property(conditions, facts, fc.nat(300), answers, (condition, customer, offset, stream) => {
        const day = START + offset;
        const reasons = explainSegment(condition, customer, day);
        expect(reasons).not.toEqual([]);
        const kept = new Set(reasons.map(({ pointer }) => pointer));
        const other = replaceOthers(condition, kept, () => stream.next().value as boolean);
        expect(evaluateSegment(other, customer, day)).toBe(evaluateSegment(condition, customer, day));
      }),
      { numRuns: 1000 },
    );
  });

  it('tells value and threshold', () => {
    const customer = {
      tierFinal: 'A' as const,
      orders: [
        {
          placedOn: START,
          amount: parseAmount('80.5'),
          purchase: true,
          channel: 'rep',
          products: ['X'],
          categories: [],
        },
      ],
      feedback: [],
    };
    const condition: SegmentCondition = {
      and: [
        { attribute: 'tier-final', op: 'in', values: ['A', 'B'] },
        {
          or: [
            { attribute: 'net-365', op: 'gte', value: '100' },
            { attribute: 'silence-days', op: 'gt', value: 20 },
          ],
        },
        { not: { attribute: 'industry', op: 'eq', value: 'retail' } },
        { orders: { product: 'X', withinDays: 20, atMost: 0 } },
      ],
    };
    expect(explainSegment(condition, customer, START + 21)).toEqual([
      { pointer: '/and/0', holds: true, name: 'tier-final', value: 'A', threshold: 'A, B' },
      { pointer: '/and/1/or/1', holds: true, name: 'silence-days', value: 21, threshold: 20, unit: 'days' },
      { pointer: '/and/2/not', holds: false, name: 'industry', value: 'unknown', threshold: 'retail' },
      { pointer: '/and/3', holds: true, name: 'matching-orders', value: 0, threshold: 0, unit: 'orders' },
    ]);
    expect(explainSegment(condition, customer, START + 5).map(({ pointer }) => pointer)).toEqual([
      '/and/1/or/0',
      '/and/1/or/1',
      '/and/3',
    ]);
  });
});
