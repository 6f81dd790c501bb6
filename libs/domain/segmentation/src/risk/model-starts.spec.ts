import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { noOrderProbability } from '../churn/model/churn-measures.js';
import type { ChurnModel, ErlangOrder } from '../churn/model/churn-model.js';
import type { GapModel } from '../rhythm/gap-model.js';
import { explainRisk } from '../stage/explain-risk.js';
import { assessRisk, type RiskAssessment } from './assess-risk.js';
import {
  DEFAULT_RISK_POLICY,
  validateRiskPolicy,
  type BandThreshold,
  type Risk,
  type RiskBand,
  type RiskPolicy,
} from './risk-policy.js';

const FIRST = 15_000;
/** Fits of CDNOW, by k. */
const FITTED: Record<ErlangOrder, ChurnModel> = {
  1: { version: 3, k: 1, r: 0.524843, alpha: 43.2816, a: 0.891359, b: 1.614002 },
  2: { version: 3, k: 2, r: 0.579896, alpha: 16.017, a: 1.134453, b: 1.584974 },
  3: { version: 3, k: 3, r: 0.532968, alpha: 8.80737, a: 1.288664, b: 1.845209 },
  4: { version: 3, k: 4, r: 0.495858, alpha: 5.81573, a: 1.406682, b: 2.08915 },
};
const gapModel = (churn: ChurnModel): GapModel => ({
  ...{ version: 9, from: 0, tenantMedianGap: 20, tenantFirstDay: FIRST, churn },
});

/** The risks of each day of silence by the definition: every condition, the best chance by looking at every day since the last order. */
function scan(days: readonly number[], churn: ChurnModel, policy: RiskPolicy): Risk[] {
  const [x, tx] = [days.length - 1, days.at(-1)! - days[0]!];
  const { watch, 'at-risk': atRisk, lost } = policy.bands;
  let best = 0;
  return Array.from({ length: policy.lostAfter + 2 }, (_, silence) => {
    const q30 = noOrderProbability(churn, { x, tx, t: tx + silence }, 30);
    best = Math.max(best, 1 - q30);
    const holds = (band: BandThreshold) =>
      q30 >= band.q30 && 1 - (1 - q30) / best >= band.chanceLost && silence >= band.silence;
    if (silence >= policy.lostAfter || holds(lost)) return 'lost';
    if (holds(atRisk)) return 'at-risk';
    return holds(watch) ? 'watch' : 'healthy';
  });
}

const parameter = (least: number, most: number) =>
  fc.double({ min: Math.log(least), max: Math.log(most), noNaN: true }).map(Math.exp);
const churns = fc.record({
  version: fc.constant(1),
  k: fc.constantFrom<ErlangOrder>(1, 2, 3, 4),
  r: parameter(0.05, 30),
  alpha: parameter(0.5, 300),
  a: parameter(0.02, 20),
  b: parameter(0.1, 50),
});
const histories = fc
  .array(fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 200 })), { maxLength: 40 })
  .map((gaps) => gaps.reduce((days, gap) => [...days, days.at(-1)! + gap], [FIRST]));
const thirds = fc
  .tuple(
    fc.double({ min: 0.02, max: 0.95, noNaN: true }),
    fc.double({ min: 0.02, max: 0.95, noNaN: true }),
    fc.double({ min: 0.02, max: 0.95, noNaN: true }),
  )
  .map((ones) => ones.sort((a, b) => a - b));
const policies: fc.Arbitrary<RiskPolicy> = fc.oneof(
  fc.constant(DEFAULT_RISK_POLICY),
  fc
    .record({
      q: thirds,
      l: thirds,
      floors: fc.tuple(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 0, max: 90 }),
      ),
      more: fc.integer({ min: 0, max: 200 }),
    })
    .map(({ q, l, floors, more }) => {
      const silences = [floors[0], floors[0] + floors[1], floors[0] + floors[1] + floors[2]];
      const band = (i: number): BandThreshold => ({
        q30: q[i]!,
        chanceLost: l[i]!,
        silence: silences[i]!,
        overdue: i + 1,
      });
      return {
        ...DEFAULT_RISK_POLICY,
        bands: { watch: band(0), 'at-risk': band(1), lost: band(2) },
        lostAfter: silences[2]! + more,
      };
    }),
);

describe('risk by the model of purchases', () => {
  it('begins each band where a day-by-day scan of the definition does, for every k', () => {
    fc.assert(
      fc.property(churns, histories, policies, (churn, days, policy) => {
        expect(validateRiskPolicy(policy)).toEqual([]);
        const last = days.at(-1)!;
        const on = (silence: number): RiskAssessment =>
          assessRisk({ purchaseDays: days, day: last + silence, model: gapModel(churn), important: false, policy })!;
        const scanned = scan(days, churn, policy);
        expect(scanned.map((_, silence) => on(silence).risk)).toEqual(scanned);
        const { thresholds } = on(0);
        const bands = { 'at-risk': ['at-risk', 'lost'], lost: ['lost'], watch: ['watch', 'at-risk', 'lost'] };
        for (const [band, worse] of Object.entries(bands)) {
          const start = scanned.findIndex((risk) => worse.includes(risk));
          expect(Math.min(thresholds[band as RiskBand].startsAtSilence, thresholds.lost.startsAtSilence)).toBe(start);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('misses a regular customer sooner than an irregular one with as many orders', () => {
    const days = Array.from({ length: 11 }, (_, index) => FIRST + index * 14);
    const startBy = (k: ErlangOrder) =>
      assessRisk({ purchaseDays: days, day: days.at(-1)!, model: gapModel(FITTED[k]), important: false })!.thresholds[
        'at-risk'
      ].startsAtSilence;
    expect([startBy(1), startBy(2), startBy(3), startBy(4)]).toEqual([58, 41, 34, 30]);
  });

  it('judges whoever the fallback would not yet, and says by what', () => {
    const young = { ...gapModel(FITTED[1]), tenantFirstDay: FIRST };
    const judgedBy = (model: GapModel) =>
      assessRisk({ purchaseDays: [FIRST], day: FIRST + 60, model, important: false })!;
    expect(judgedBy(young)).toMatchObject({ basis: 'model', judged: true, alertable: true });
    expect(judgedBy({ ...young, churn: undefined } as GapModel)).toMatchObject({ basis: 'fallback', chances: null });
  });

  it('explains itself by the chance, what it was at best, and the share that is gone', () => {
    const days = Array.from({ length: 11 }, (_, index) => FIRST + index * 14);
    const model = gapModel(FITTED[3]);
    const risk = assessRisk({ purchaseDays: days, day: days.at(-1)! + 56, model, important: false })!;
    expect(risk.chances!.q30).toBeCloseTo(noOrderProbability(FITTED[3], { x: 10, tx: 140, t: 196 }, 30), 12);
    expect(explainRisk(risk)).toEqual([
      { name: 'risk', value: 'at-risk' },
      { name: 'silence', value: 56, threshold: 34, unit: 'days' },
      { name: 'order-chance', value: 0.02, threshold: 0.3, unit: 'share' },
      { name: 'best-order-chance', value: 0.86, unit: 'share' },
      { name: 'chance-lost', value: 0.97, threshold: 0.5, unit: 'share' },
      { name: 'typical-gap', value: 15.38, unit: 'days' },
      { name: 'overdue', value: 3.64, unit: 'gaps' },
      { name: 'last-purchase', value: '2011-06-15' },
      { name: 'restored-by-order-until', value: '2011-10-12' },
    ]);
  });
});
