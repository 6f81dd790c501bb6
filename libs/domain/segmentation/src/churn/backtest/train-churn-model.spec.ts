import { describe, expect, it } from '@jest/globals';
import type { ErlangOrder } from '../model/churn-model.js';
import { simulateHistories } from '../simulated-customers.fixture.js';
import { seededRandom } from '../value/seeded-random.js';
import { holdoutWindow } from './holdout-window.js';
import { trainChurnModel } from './train-churn-model.js';
import { holdoutFaults } from './usability.js';

const FIRST = 10_000;
const simulate = (k: ErlangOrder, days = 400, customers = 3_000) =>
  simulateHistories(
    { k, r: 3, alpha: 120 / k, a: 0.6, b: 3 },
    { customers, from: FIRST, to: FIRST + days - 1 },
    seededRandom(k),
  );

describe('trainChurnModel', () => {
  it('finds the k that customers were simulated with, and a model that may be used', () => {
    for (const k of [1, 4] as const) {
      const histories = simulate(k);
      const training = trainChurnModel({ histories, asOf: FIRST + 399, firstDay: FIRST, kInUse: null });
      expect(training).toMatchObject({ history: 400, customers: 3_000, unusable: [], fit: { atBound: false } });
      expect(training.fit!.parameters.k).toBe(k);
      const backtest = training.backtest!;
      expect([backtest.from, backtest.to]).toEqual([FIRST + 340, FIRST + 399]);
      const best = backtest.candidates.find((one) => one.k === k)!;
      expect(best.calibration).toHaveLength(10);
      for (const { foretold, came } of best.calibration) expect(Math.abs(foretold - came)).toBeLessThan(0.09);
      expect(best.scores!.auc).toBeGreaterThan(backtest.naive.silence.auc);
    }
  });

  it('keeps the k in use unless another is 3 % better', () => {
    const histories = simulate(1);
    const train = (kInUse: ErlangOrder | null) =>
      trainChurnModel({ histories, asOf: FIRST + 399, firstDay: FIRST, kInUse });
    const briers = train(null).backtest!.candidates.map(({ scores }) => scores!.brier);
    for (const kInUse of [1, 2, 3, 4] as const) {
      const stays = Math.min(...briers) > 0.97 * briers[kInUse - 1]!;
      expect(train(kInUse).fit!.parameters.k).toBe(stays ? kInUse : 1);
    }
    // Both happen with these customers.
    expect(briers[1]! * 0.97).toBeLessThan(briers[0]!);
    expect(briers[3]! * 0.97).toBeGreaterThan(briers[0]!);
  });

  it('does not see days after it', () => {
    const histories = simulate(2);
    const asOf = FIRST + 300;
    const cut = histories.map((days) => days.filter((day) => day <= asOf));
    const given = { asOf, firstDay: FIRST, kInUse: null };
    expect(trainChurnModel({ ...given, histories })).toEqual(trainChurnModel({ ...given, histories: cut }));
  });

  it('says why there is none: too young, too few, nothing to tell apart', () => {
    const histories = simulate(1, 200, 400);
    const train = (more: object) =>
      trainChurnModel({ histories, asOf: FIRST + 199, firstDay: FIRST, kInUse: null, ...more });
    expect(train({ asOf: FIRST + 88 })).toMatchObject({
      backtest: null,
      fit: null,
      unusable: [{ condition: 'history', value: 89, threshold: 90 }],
    });
    expect(train({ asOf: FIRST + 89 }).unusable).not.toContainEqual(expect.objectContaining({ condition: 'history' }));
    expect(train({ histories: histories.slice(0, 80) }).unusable).toMatchObject([{ condition: 'repeat-customers' }]);
    const alike = Array.from({ length: 150 }, (_, i) =>
      [0, 28, 56, 84, 112, 140, 168].map((day) => FIRST + (i % 28) + day),
    );
    expect(train({ histories: alike })).toMatchObject({ fit: null, unusable: [{ condition: 'bound' }] });
  });
});

describe('holdoutFaults', () => {
  const scores = { brier: 0.1, auc: 0.6, bias: -0.1, purchasesError: 1, purchasesRankCorrelation: 0.5 };

  it('takes each limit as it is written', () => {
    expect(holdoutFaults(scores, 0.5)).toEqual([]);
    expect(holdoutFaults({ ...scores, brier: 0.25 }, 0.5)).toEqual([
      { condition: 'brier', value: 0.25, threshold: 0.25 },
    ]);
    expect(holdoutFaults({ ...scores, auc: 0.599, bias: 0.101 }, 0.5)).toMatchObject([
      { condition: 'auc', threshold: 0.6 },
      { condition: 'bias', value: 0.101, threshold: 0.1 },
    ]);
    expect(holdoutFaults({ ...scores, auc: Number.NaN }, 0.5)).toMatchObject([{ condition: 'auc' }]);
  });
});

describe('holdoutWindow', () => {
  it('knows of each customer what was known before, and counts what came', () => {
    const window = holdoutWindow([[1, 11, 21, 33], [20, 30, 31], [31]], 35, 10);
    expect(window).toEqual({
      from: 26,
      to: 35,
      customers: [
        { summary: { x: 2, tx: 20, t: 24 }, overdue: 0.4, came: 1 },
        { summary: { x: 0, tx: 0, t: 5 }, overdue: 0.5, came: 2 },
      ],
    });
  });
});
