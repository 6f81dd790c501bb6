import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ErlangOrder } from '../model/churn-model.js';
import { summarizePurchases } from '../model/purchase-summary.js';
import { simulateHistories } from '../simulated-customers.fixture.js';
import { seededRandom } from '../value/seeded-random.js';
import { ChurnLikelihood } from './churn-likelihood.js';
import { collapseSummaries } from './collapse-summaries.js';
import { fitChurn } from './fit-churn.js';

const summarise = (histories: number[][], asOf: number) => histories.map((days) => summarizePurchases(days, asOf)!);
const orders = fc.constantFrom<ErlangOrder>(1, 2, 3, 4);

describe('collapseSummaries', () => {
  it('keeps every customer, as the weight of its row', () => {
    const summary = fc
      .tuple(fc.nat(3), fc.nat(5), fc.nat(4))
      .map(([x, tx, silence]) => ({ x, tx: x && tx, t: (x && tx) + silence }));
    fc.assert(
      fc.property(fc.array(summary, { minLength: 1 }), (summaries) => {
        const { rows, xs, times, x, tx, t, weight, customers } = collapseSummaries(summaries);
        const plain = new Map<string, number>();
        for (const one of summaries) {
          const key = `${one.x} ${one.tx} ${one.t}`;
          plain.set(key, (plain.get(key) ?? 0) + 1);
        }
        const got = Array.from({ length: rows }, (_, i) => {
          return [`${xs[x[i]!]} ${times[tx[i]!]} ${times[t[i]!]}`, weight[i]!] as const;
        });
        expect(new Map(got)).toEqual(plain);
        expect([got.length, customers]).toEqual([plain.size, summaries.length]);
      }),
    );
  });
});

describe('ChurnLikelihood', () => {
  it('has the slope that differences show', () => {
    const histories = simulateHistories(
      { k: 2, r: 1, alpha: 15, a: 0.8, b: 3 },
      { customers: 60, from: 0, to: 300 },
      seededRandom(5),
    );
    const data = collapseSummaries(summarise(histories, 300));
    const logs = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(orders, logs, (k, at) => {
        const { meanLoss } = new ChurnLikelihood(data, k);
        const [slope, ignored] = [new Float64Array(4), new Float64Array(4)];
        meanLoss(Float64Array.from(at), slope);
        at.forEach((value, i) => {
          const near = (step: number) => meanLoss(Float64Array.from(at.with(i, value + step)), ignored);
          expect(slope[i]).toBeCloseTo((near(1e-5) - near(-1e-5)) / 2e-5, 5);
        });
      }),
    );
  });
});

describe('fitChurn', () => {
  it('finds again the parameters that customers were simulated with, and the right k has the greatest likelihood', () => {
    for (const k of [1, 2, 3, 4] as const) {
      // Gaps long enough that taking whole days changes little.
      const truth = { k, r: 2, alpha: 240 / k, a: 0.8, b: 2.5 };
      const histories = simulateHistories(truth, { customers: 6_000, from: 0, to: 3_000 }, seededRandom(k));
      const gaps = histories.flatMap((days) => days.slice(1).map((day, i) => day - days[i]!));
      const data = collapseSummaries(
        summarise(histories, 3_000),
        gaps.reduce((sum, gap) => sum + Math.log(gap), 0),
      );
      const fits = ([1, 2, 3, 4] as const).map((order) => fitChurn(data, order));
      const { parameters, atBound } = fits[k - 1]!;
      expect(atBound).toBe(false);
      for (const name of ['r', 'alpha', 'a', 'b'] as const) {
        expect(Math.abs(parameters[name] / truth[name] - 1)).toBeLessThan(0.2);
      }
      const likelihoods = fits.map((fit) => fit.logLikelihood);
      expect(likelihoods.indexOf(Math.max(...likelihoods)) + 1).toBe(k);
    }
  });

  it('does not depend on the unit of time', () => {
    const histories = simulateHistories(
      { k: 1, r: 0.8, alpha: 20, a: 0.9, b: 2 },
      { customers: 1_500, from: 0, to: 400 },
      seededRandom(3),
    );
    const days = summarise(histories, 400);
    const weeks = days.map(({ x, tx, t }) => ({ x, tx: tx / 7, t: t / 7 }));
    const [one, other] = [fitChurn(collapseSummaries(days), 1), fitChurn(collapseSummaries(weeks), 1)];
    expect(other.parameters.alpha * 7).toBeCloseTo(one.parameters.alpha, 4);
    expect(other.parameters.r).toBeCloseTo(one.parameters.r, 5);
  });

  it('says when a parameter runs to a bound: customers alike, or never leaving', () => {
    const regular = Array.from({ length: 300 }, (_, i) =>
      Array.from({ length: 12 }, (_unused, n) => (i % 28) + n * 28),
    );
    expect(fitChurn(collapseSummaries(summarise(regular, 340)), 2).atBound).toBe(true);
    expect(() => fitChurn(collapseSummaries([{ x: 0, tx: 0, t: 9 }]), 1)).toThrow(RangeError);
  });
});
