import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { simulateCustomer } from '../simulated-customers.fixture.js';
import { seededRandom } from '../value/seeded-random.js';
import { aliveProbability, nextOrderQuantile, noOrderProbability } from './churn-measures.js';
import type { ChurnParameters, ErlangOrder } from './churn-model.js';
import { expectedPurchases } from './expected-purchases.js';
import { logGamma } from './log-gamma.js';
import type { PurchaseSummary } from './purchase-summary.js';

const logBeta = (a: number, b: number) => logGamma(a) + logGamma(b) - logGamma(a + b);

/** ln A(T) of the design, term by term. */
function logA({ k, r, alpha, a, b }: ChurnParameters, { x, tx }: PurchaseSummary, t: number): number {
  const logs = Array.from({ length: k }, (_, j) => {
    const power = j === 0 ? 0 : j * Math.log(t - tx);
    return power - logGamma(j + 1) + logGamma(r + k * x + j) - (r + k * x + j) * Math.log(alpha + t);
  });
  const most = Math.max(...logs);
  return (
    logBeta(a, b + x + 1) - logBeta(a, b) + most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0))
  );
}

function logD({ k, r, alpha, a, b }: ChurnParameters, { x, tx }: PurchaseSummary): number {
  return logBeta(a + 1, b + x) - logBeta(a, b) + logGamma(r + k * x) - (r + k * x) * Math.log(alpha + tx);
}

const positive = (least: number, most: number) =>
  fc.double({ min: Math.log(least), max: Math.log(most), noNaN: true }).map(Math.exp);
const models = fc.record({
  k: fc.constantFrom<ErlangOrder>(1, 2, 3, 4),
  r: positive(0.05, 40),
  alpha: positive(0.5, 500),
  a: positive(0.02, 30),
  b: positive(0.05, 80),
});
const summaries = fc
  .record({ x: fc.integer({ min: 0, max: 900 }), gap: positive(1, 60), silence: fc.integer({ min: 0, max: 3000 }) })
  .map(({ x, gap, silence }) => ({ x, tx: Math.round(x * gap), t: Math.round(x * gap) + silence }));

describe('P(alive), q_H and the next order', () => {
  it('are those of the likelihood terms A and D, for every k, hundreds of orders and decades', () => {
    fc.assert(
      fc.property(models, summaries, fc.integer({ min: 1, max: 400 }), (model, summary, horizon) => {
        const [now, then] = [logA(model, summary, summary.t), logA(model, summary, summary.t + horizon)];
        const dead = logD(model, summary);
        const alive = 1 / (1 + Math.exp(dead - now));
        expect(aliveProbability(model, summary)).toBeCloseTo(alive, 8);
        const most = Math.max(now, dead);
        const quiet = (Math.exp(then - most) + Math.exp(dead - most)) / (Math.exp(now - most) + Math.exp(dead - most));
        expect(noOrderProbability(model, summary, horizon)).toBeCloseTo(quiet, 8);
      }),
      { numRuns: 500 },
    );
  });

  it('put the next order where A has fallen to 1 − p', () => {
    fc.assert(
      fc.property(models, summaries, fc.constantFrom(0.1, 0.5, 0.9), (model, summary, p) => {
        const days = nextOrderQuantile(model, summary, p);
        const fallen = logA(model, summary, summary.t + days) - logA(model, summary, summary.t);
        expect(fallen).toBeCloseTo(Math.log(1 - p), 5);
      }),
    );
  });
});

/** The closed form at k = 1 (Batislam, Denizel & Filiztekin 2007, equation 12), with ₂F₁ by its series. */
function closedForm({ r, alpha, a, b }: ChurnParameters, { x, tx, t }: PurchaseSummary, horizon: number): number {
  const z = horizon / (alpha + t + horizon);
  let [term, series] = [1, 1];
  for (let n = 0; term > 1e-17 * series; n++) {
    term *= (((r + x + n) * (b + x + 1 + n)) / ((a + b + x + n) * (n + 1))) * z;
    series += term;
  }
  const still = ((alpha + t) / (alpha + t + horizon)) ** (r + x) * series;
  const gone = (a / (b + x)) * ((alpha + t) / (alpha + tx)) ** (r + x);
  return (((a + b + x) / (a - 1)) * (1 - still)) / (1 + gone);
}

describe('expectedPurchases', () => {
  it('is the closed form at k = 1', () => {
    const few = fc
      .record({ x: fc.integer({ min: 0, max: 40 }), gap: positive(1, 60), silence: fc.integer({ min: 0, max: 500 }) })
      .map(({ x, gap, silence }) => ({ x, tx: Math.round(x * gap), t: Math.round(x * gap) + silence }));
    const memoryless = models.filter(({ a }) => Math.abs(a - 1) > 0.05).map((model) => ({ ...model, k: 1 as const }));
    fc.assert(
      fc.property(memoryless, few, fc.integer({ min: 1, max: 730 }), (model, summary, horizon) => {
        const expected = closedForm(model, summary, horizon);
        expect(Math.abs(expectedPurchases(model, summary, horizon) - expected)).toBeLessThan(1e-7 * (1 + expected));
      }),
    );
  });

  it('is what simulated customers with such a history buy, for every k', () => {
    const random = seededRandom(11);
    for (const k of [1, 2, 3, 4] as const) {
      const model = { k, r: 2, alpha: 20 / k, a: 0.8, b: 3 };
      // Customers as of day 120; those with the same x, and t_x within a week, have about the same expectation.
      let [customers, came, foretold] = [0, 0, 0];
      for (let i = 0; i < 40_000; i++) {
        const times = simulateCustomer(model, [0, 210], random);
        const before = times.filter((time) => time <= 120);
        const summary = { x: before.length - 1, tx: before.at(-1)!, t: 120 };
        if (summary.x !== 6) continue;
        customers++;
        came += times.length - before.length;
        foretold += expectedPurchases(model, summary, 90);
      }
      expect(customers).toBeGreaterThan(1_000);
      expect(came / foretold).toBeGreaterThan(0.95);
      expect(came / foretold).toBeLessThan(1.05);
    }
  });

  it('does not overflow for hundreds of orders and years', () => {
    const model = { k: 4 as const, r: 0.4958, alpha: 5.8157, a: 1.4067, b: 2.0891 };
    const daily = expectedPurchases(model, { x: 900, tx: 1000, t: 1001 }, 365);
    expect(daily).toBeGreaterThan(200);
    expect(daily).toBeLessThan(400);
    expect(expectedPurchases(model, { x: 900, tx: 1000, t: 9000 }, 365)).toBe(0);
  });
});
