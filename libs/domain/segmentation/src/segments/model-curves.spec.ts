import { describe, expect, it } from '@jest/globals';
import { parseAmount, parseDay, type Day } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { aliveProbability, noOrderProbability } from '../churn/model/churn-measures.js';
import type { ChurnModel, ErlangOrder } from '../churn/model/churn-model.js';
import { summarizePurchases } from '../churn/model/purchase-summary.js';
import { DEFAULT_RISK_POLICY } from '../risk/risk-policy.js';
import { evaluateSegment } from './evaluate-segment.js';
import { modelCurves } from './model-curves.js';
import { nextEvaluation } from './next-evaluation.js';
import type { SegmentCondition } from './segment-condition.js';

const START = parseDay('2024-01-10');

const models: fc.Arbitrary<ChurnModel> = fc.record({
  version: fc.constant(1),
  k: fc.constantFrom<ErlangOrder>(1, 2, 3, 4),
  r: fc.double({ min: 0.2, max: 4, noNaN: true }),
  alpha: fc.double({ min: 2, max: 120, noNaN: true }),
  a: fc.double({ min: 0.05, max: 2, noNaN: true }),
  b: fc.double({ min: 0.3, max: 4, noNaN: true }),
});
const histories = fc
  .array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 10 })
  .map((offsets): Day[] => [...new Set(offsets)].sort((a, b) => a - b).map((offset) => START + offset));

describe('modelCurves', () => {
  it('says on every day what the measures say', () => {
    fc.assert(
      fc.property(models, histories, fc.nat(500), (model, days, offset) => {
        const day = START + offset;
        const curves = modelCurves(days, model, DEFAULT_RISK_POLICY);
        const summary = summarizePurchases(days, day);
        if (!summary) {
          expect(curves['p-alive'].at(day)).toBeNull();
          return;
        }
        expect(curves['p-alive'].at(day)).toBeCloseTo(aliveProbability(model, summary), 10);
        expect(curves['q-30'].at(day)).toBeCloseTo(noOrderProbability(model, summary, 30), 10);
        const since = [...Array(summary.t - summary.tx + 1).keys()].map((silence) => {
          return 1 - noOrderProbability(model, { ...summary, t: summary.tx + silence }, 30);
        });
        expect(curves['chance-lost'].at(day)).toBeCloseTo(1 - since.at(-1)! / Math.max(...since), 8);
      }),
    );
  });

  it('lets a segment foretell its day, as a scan over 600 days does', () => {
    let found = 0;
    const conditions = fc
      .tuple(
        fc.constantFrom('p-alive' as const, 'q-30' as const, 'chance-lost' as const),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        fc.double({ min: 0, max: 0.3, noNaN: true }),
        fc.boolean(),
      )
      .map(([attribute, value, more, between]): SegmentCondition => {
        return between ? { attribute, op: 'between', from: value, to: value + more } : { attribute, op: 'lt', value };
      });
    fc.assert(
      fc.property(models, histories, conditions, fc.integer({ min: 0, max: 300 }), (model, days, condition, offset) => {
        const orders = days.map((placedOn) => ({
          placedOn,
          amount: parseAmount(1),
          purchase: true,
          channel: 'rep',
          products: [],
          categories: [],
        }));
        const facts = { orders, feedback: [], curves: modelCurves(days, model, DEFAULT_RISK_POLICY) };
        const day = START + offset;
        const now = evaluateSegment(condition, facts, day);
        let expected: Day | null = null;
        for (let next = day + 1; next <= day + 600 && expected === null; next++) {
          if (evaluateSegment(condition, facts, next) !== now) expected = next;
        }
        if (expected !== null) found++;
        if (expected === null) expect(nextEvaluation(condition, facts, day) ?? 1e9).toBeGreaterThan(day + 600);
        else expect(nextEvaluation(condition, facts, day)).toBe(expected);
      }),
      { numRuns: 400 },
    );
    expect(found).toBeGreaterThan(100);
  });
});
