import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { areaUnderCurve, rankCorrelation, ranksOf } from './rank-figures.js';
import { calibrationOf, scoreForecast } from './score-forecast.js';

const scored = fc.array(fc.record({ score: fc.integer({ min: 0, max: 9 }), came: fc.nat(3) }), {
  minLength: 2,
  maxLength: 40,
});

describe('figures of a forecast', () => {
  it('AUC is the share of pairs in the right order, ties half', () => {
    fc.assert(
      fc.property(scored, (customers) => {
        const [silent, others] = [customers.filter(({ came }) => came === 0), customers.filter(({ came }) => came > 0)];
        let pairs = 0;
        for (const one of silent)
          for (const other of others) pairs += one.score > other.score ? 1 : one.score === other.score ? 0.5 : 0;
        const area = areaUnderCurve(
          customers.map(({ score }) => score),
          customers.map(({ came }) => came === 0),
        );
        if (silent.length * others.length === 0) expect(area).toBeNaN();
        else expect(area).toBeCloseTo(pairs / silent.length / others.length, 12);
      }),
    );
  });

  it('ranks ties by their mean', () => {
    expect([...ranksOf([3, 1, 3, 0])]).toEqual([3.5, 2, 3.5, 1]);
    expect(rankCorrelation([1, 2, 3, 4], [10, 20, 40, 30])).toBeCloseTo(0.8, 12);
    expect(rankCorrelation([1, 2, 3], [5, 5, 5])).toBeNaN();
  });

  it('scores by hand', () => {
    const forecast = { noOrder: [0.9, 0.5, 0.2], purchases: [0.1, 1, 2], came: [0, 0, 3] };
    const scores = scoreForecast(forecast);
    expect(scores.brier).toBeCloseTo((0.01 + 0.25 + 0.04) / 3, 12);
    expect(scores.bias).toBeCloseTo(1.6 / 3 - 2 / 3, 12);
    expect(scores.purchasesError).toBeCloseTo(2.1 / 3, 12);
    expect(scores.auc).toBe(1);
  });

  it('calibrates every customer once, ties together', () => {
    fc.assert(
      fc.property(scored, (customers) => {
        const noOrder = customers.map(({ score }) => score / 10);
        const points = calibrationOf({ noOrder, came: customers.map(({ came }) => came) });
        expect(points.reduce((sum, { customers: count }) => sum + count, 0)).toBe(customers.length);
        const silent = points.reduce((sum, point) => sum + point.came * point.customers, 0);
        expect(silent).toBeCloseTo(customers.filter(({ came }) => came === 0).length, 9);
        const foretold = points.map((point) => point.foretold);
        expect(foretold).toEqual(foretold.toSorted((one, other) => one - other));
      }),
    );
  });
});
