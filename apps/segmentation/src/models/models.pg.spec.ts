import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Activity, Transition } from '@orderweave/contracts';
import { formatDay, parseDay, type Day } from '@orderweave/domain-ordering';
import {
  aliveProbability,
  assessRisk,
  expectedPurchases,
  modelAt,
  nextOrderQuantile,
  noOrderProbability,
  summarizePurchases,
  trainChurnModel,
  type Backtest,
} from '@orderweave/domain-segmentation';
import { judgeCustomer } from '../deadlines/judge-customer.js';
import { readCustomer } from '../read-api/customer-state.store.js';
import { buildActivity } from '../testing/build-activity.js';
import { SegmentationRig, TENANT } from '../testing/segmentation-rig.js';
import { CustomerOutlookReader } from './customer-outlook-reader.js';
import { ModelReader } from './model-reader.js';
import { TenantMoments } from './tenant-moments.js';

const START = parseDay('2025-01-01');
const DAYS = 230;
const CUSTOMERS = 260;

/** Purchase days of customers who differ in pace and in when they leave; seeded numbers (mulberry32 by Tommy Ettinger) in place of chance. */
const histories: Day[][] = Array.from({ length: CUSTOMERS }, (_, customer) => {
  let state = Math.imul(customer + 1, 2_654_435_761);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const pace = 3 / (0.05 + next());
  const leaves = next() ** 2 / 2;
  const days = [START + Math.floor(120 * next())];
  while (next() > leaves) days.push(days.at(-1)! + Math.ceil(-pace * Math.log(1 - next())));
  return days.filter((day) => day < START + DAYS);
});
const activities: Activity[] = histories.flatMap((days, customer) =>
  days.map((day, nth) =>
    buildActivity({
      customerId: `c${customer}`,
      order: `web/${customer}-${nth}`,
      day,
      amount: String(20 + (customer % 9) * 10 + ((nth * 37) % 40)),
    }),
  ),
);
const between = (from: Day, to: Day) =>
  activities.filter(({ placedOn }) => parseDay(placedOn) >= from && parseDay(placedOn) < to);

/** Sums in another order differ in their last digits. */
const rounded = (figures: object) =>
  Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, (value as number).toPrecision(7)]));

describe('models of purchases', () => {
  let rig: SegmentationRig;
  beforeAll(async () => void (rig = await SegmentationRig.start()));
  afterAll(() => rig.stop());

  let jump: Transition[];

  /** Plays the orders in steps of weeks, then moves the clock through the given days, past the last order. */
  async function play(days: readonly number[]): Promise<Transition[]> {
    await rig.clear();
    await rig.turnTo(START);
    for (let from = 0; from < DAYS; from += 7) {
      await rig.ledger(between(START + from, START + from + 7));
      await rig.moveLadder();
      await rig.turnTo(START + from + 7);
    }
    for (const day of days) await rig.turnTo(START + day);
    return [...rig.transitions];
  }
  const LAST = DAYS + 16;

  it('1. are trained on Mondays as of the day before, and kept with their holdout', async () => {
    jump = await play([LAST]);
    const reader = new ModelReader(rig.database);
    const newest = await reader.read(TENANT, 'newest');
    expect(newest.basis).toBe('model');
    expect(parseDay(newest.trainedAsOf!)).toBe(parseDay(newest.from) - 1);
    const expected = trainChurnModel({
      histories,
      asOf: parseDay(newest.trainedAsOf!),
      firstDay: Math.min(...histories.flat()),
      kInUse: (await reader.list(TENANT, { limit: 2 })).items[1]!.parameters!.k,
    });
    const { spend, backtest, fit, ...training } = newest.training!;
    const { backtest: ownBacktest, fit: ownFit, ...own } = expected;
    expect(training).toEqual(own);
    expect(rounded(fit!.parameters)).toEqual(rounded(ownFit!.parameters));
    const scores = ({ candidates }: Backtest) => candidates.map((candidate) => rounded(candidate.scores!));
    expect(scores(backtest!)).toEqual(scores(ownBacktest!));
    expect(backtest!.candidates[0]!.calibration).toHaveLength(10);
    expect(backtest!.naive.silence.auc).toBeGreaterThan(0.5);
    expect(spend!.parameters.p).toBeGreaterThan(0);
    const first = (await reader.list(TENANT, { limit: 50 })).items.at(-1)!;
    expect(first).toMatchObject({ version: 1, basis: 'fallback', parameters: null });
    expect(first.unusable).toContainEqual({ condition: 'history', value: 0, threshold: 90 });
    await expect(reader.read(TENANT, '999')).rejects.toMatchObject({ status: 404 });
  });

  it('2. judge every customer, and a refit alone alerts nobody', async () => {
    const moments = new TenantMoments(rig.policies, () => 0);
    const moment = (await moments.load(rig.database, [TENANT])).get(TENANT)!;
    const model = modelAt(moment.models, START + LAST);
    expect(model.churn).toBeDefined();
    const bands = new Set<string>();
    for (const [customer, purchaseDays] of histories.entries()) {
      const state = (await readCustomer(rig.database, TENANT, `c${customer}`))!;
      const judged = assessRisk({ purchaseDays, day: START + LAST, model, important: false })!;
      expect([customer, state.risk ?? 'healthy']).toEqual([customer, judged.risk]);
      expect(judgeCustomer(state, START + LAST, moment).risk!.basis).toBe('model');
      bands.add(judged.risk);
    }
    expect(bands.size).toBeGreaterThan(2);
    const byModel = jump.filter(({ cause }) => cause.type === 'model');
    expect(byModel.length).toBeGreaterThan(10);
    expect(byModel.filter(({ alertable }) => alertable)).toEqual([]);
    const bySilence = jump.filter(
      ({ kind, cause, alertable }) => kind === 'risk' && cause.type === 'deadline' && alertable,
    );
    expect(bySilence.at(-1)!.because.inputs.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['silence', 'order-chance', 'best-order-chance', 'chance-lost']),
    );
  });

  it('3. foretell of a customer the chance of an order, the next one and its value', async () => {
    const moments = new TenantMoments(rig.policies, () => 0);
    const { churn } = (await moments.load(rig.database, [TENANT])).get(TENANT)!.models.at(-1)!;
    const outlooks = new CustomerOutlookReader(rig.database, moments);
    // Somebody with gaps of more than two weeks, and an order in the last one.
    const active = histories.findIndex(
      (all) => all.at(-1)! >= START + DAYS - 7 && all.at(-1)! - all[0]! > 14 * all.length,
    );
    const days = histories[active]!;
    const id = `c${active}`;
    const summary = summarizePurchases(days, START + LAST)!;
    const outlook = await outlooks.read(TENANT, id, null);
    expect(outlook).toMatchObject({
      ...{
        customerId: id,
        currency: 'CNY',
        basis: 'model',
        day: formatDay(START + LAST),
        modelVersion: churn!.version,
      },
      ...{ repeatPurchaseDays: summary.x, daysToLastPurchase: summary.tx, daysKnown: summary.t },
    });
    expect(outlook.noOrderIn30Days).toBeCloseTo(noOrderProbability(churn!, summary, 30), 12);
    expect(outlook.alive).toBeCloseTo(aliveProbability(churn!, summary), 12);
    const median = Math.ceil(nextOrderQuantile(churn!, summary, 0.5));
    expect(outlook.nextOrder!.p50).toBe(formatDay(START + LAST + median));
    const { undiscounted, discounted, purchaseDays, interval, spendADay } = outlook.valueIn12Months!;
    expect(purchaseDays).toBeCloseTo(expectedPurchases(churn!, summary, 365), 9);
    expect(undiscounted).toBeCloseTo(purchaseDays * spendADay, 9);
    expect(discounted).toBeLessThan(undiscounted);
    expect(spendADay).toBeGreaterThan(15 + (active % 9) * 10);
    expect(spendADay).toBeLessThan(60 + (active % 9) * 10);
    expect(interval.discounted.high).toBeGreaterThan(discounted);
    expect(await outlooks.read(TENANT, id, null)).toEqual(outlook);
    await expect(outlooks.read(TENANT, id, 'li.wei')).rejects.toMatchObject({ status: 404 });
    await expect(outlooks.read(TENANT, 'nobody', null)).rejects.toMatchObject({ status: 404 });
  });

  it('4. come in the same order and judge the same whether a clock jumps or goes by days', async () => {
    const told = (transitions: Transition[]) =>
      transitions
        .map(({ customerId, kind, from, to, effectiveAt, cause, alertable, because }) =>
          JSON.stringify([customerId, kind, from, to, effectiveAt, cause, alertable, because]),
        )
        .sort();
    const models = `SELECT version, from_day, median_gap, training FROM gap_model ORDER BY version`;
    const jumped = await rig.rows(models);
    const steps = told(await play(Array.from({ length: LAST - DAYS }, (_, day) => DAYS + 1 + day)));
    expect(await rig.rows(models)).toEqual(jumped);
    expect(jumped.length).toBeGreaterThan(20);
    expect(steps).toEqual(told(jump));
  });

  it('5. leave a tenant with too few customers to the fallback, and say so', async () => {
    await rig.clear();
    await rig.turnTo(START);
    await rig.ledger(activities.filter(({ customerId }) => /^c\d?\d$/.test(customerId)));
    await rig.moveLadder();
    await rig.turnTo(START + LAST);
    const newest = await new ModelReader(rig.database).read(TENANT, 'newest');
    expect(newest.basis).toBe('fallback');
    const value = histories.slice(0, 100).filter((days) => days.length > 1).length;
    expect(newest.unusable).toEqual([{ condition: 'repeat-customers', value, threshold: 100 }]);
    // Trained anew each week without a version of its own: nobody is judged otherwise.
    expect(parseDay(newest.trainedAsOf!)).toBeGreaterThan(parseDay(newest.from));
    const moments = new TenantMoments(rig.policies, () => 0);
    const outlook = await new CustomerOutlookReader(rig.database, moments).read(TENANT, 'c7', null);
    expect(outlook).toMatchObject({ basis: 'fallback', alive: null, nextOrder: null, valueIn12Months: null });
  });
});
