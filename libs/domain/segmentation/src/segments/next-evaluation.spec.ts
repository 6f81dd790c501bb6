import { describe, expect, it } from '@jest/globals';
import { parseAmount, parseDay, type Day } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import type { CustomerFacts } from './customer-facts.js';
import { evaluateSegment } from './evaluate-segment.js';
import { nextEvaluation } from './next-evaluation.js';
import { conditions, facts, START } from './segment-arbitraries.fixture.js';
import type { SegmentCondition } from './segment-condition.js';

const SCAN = 800;

function scan(condition: SegmentCondition, known: CustomerFacts, day: Day): Day | null {
  const now = evaluateSegment(condition, known, day);
  for (let next = day + 1; next <= day + SCAN; next++) if (evaluateSegment(condition, known, next) !== now) return next;
  return null;
}

describe('nextEvaluation', () => {
  it('is the day that a scan over 800 days finds', () => {
    let found = 0;
    fc.assert(
      fc.property(conditions, facts, fc.integer({ min: -5, max: 260 }), (condition, known, offset) => {
        const day = START + offset;
        const expected = scan(condition, known, day);
        const next = nextEvaluation(condition, known, day);
        if (expected !== null) found++;
        if (expected === null) expect(next ?? Number.POSITIVE_INFINITY).toBeGreaterThan(day + SCAN);
        else expect(next).toBe(expected);
      }),
      { numRuns: 3000 },
    );
    expect(found).toBeGreaterThan(200);
  });

  it('finds the end of a window: no order of X in 30 days', () => {
    const bought = parseDay('2026-03-02');
    const order = { amount: parseAmount(10), purchase: true, channel: 'rep', categories: [] };
    const known: CustomerFacts = {
      orders: [
        { ...order, placedOn: bought, products: ['X'] },
        { ...order, placedOn: bought + 5, products: ['Y'] },
      ],
      feedback: [],
    };
    const condition: SegmentCondition = { orders: { product: 'X', withinDays: 30, atMost: 0 } };
    expect(evaluateSegment(condition, known, bought + 29)).toBe(false);
    expect(nextEvaluation(condition, known, bought + 5)).toBe(parseDay('2026-04-01'));
    expect(evaluateSegment(condition, known, parseDay('2026-04-01'))).toBe(true);
    expect(nextEvaluation(condition, known, parseDay('2026-04-01'))).toBeNull();
  });
});
