import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sampleTransition } from '../testing/sample-transition.js';
import { judgeOutcomes, NO_OUTCOME, type WatchedAlert, type WatchedOrder } from './judge-outcomes.js';
import { outcomeTerms } from './outcome-terms.js';
import { tellOutcome } from './tell-outcome.js';

const DAY_MS = 86_400_000;
const alertOf = (given: Partial<WatchedAlert> = {}): WatchedAlert => ({
  ...{ id: 'a', startsAt: 100, until: 200, told: true, causeOrder: null },
  ...given,
});
const orderOf = (given: Partial<WatchedOrder> = {}): WatchedOrder => ({
  ...{ order: 'web/1', version: 1, placedAt: 150, amount: 10n, currency: 'CNY', counts: true, purchase: true },
  ...given,
});
const judge = (orders: WatchedOrder[], alert = alertOf()) => judgeOutcomes([alert], orders).get(alert.id)!;

describe('the terms of an alert', () => {
  const raisedAt = Date.parse('2026-03-01T06:00:00Z');
  const winnable = (given: Parameters<typeof sampleTransition>[0]) => {
    const terms = outcomeTerms(sampleTransition(given), raisedAt);
    return [terms.winnable, terms.winBack];
  };

  it('say that a window lasts thirty days from the alert, or from the moment when it became true if that is later', () => {
    expect(outcomeTerms(sampleTransition(), raisedAt)).toEqual({
      ...{ winnable: true, winBack: true, resolves: true, causeOrder: null },
      ...{ startsAt: raisedAt, until: raisedAt + 30 * DAY_MS },
    });
    const ahead = sampleTransition({ effectiveAt: '2026-03-01T20:00:00Z', cause: { type: 'order', ref: 'web/7' } });
    const startsAt = Date.parse('2026-03-01T20:00:00Z');
    expect(outcomeTerms(ahead, raisedAt, { windowDays: 7, resolves: false })).toMatchObject({
      ...{ startsAt, until: startsAt + 7 * DAY_MS, resolves: false, causeOrder: 'web/7' },
    });
  });

  it('call winnable what is for the worse, and win-back what is lost or nearly so', () => {
    expect(winnable({ kind: 'tier', from: 'A', to: 'D', label: 'abnormal-stop' })).toEqual([true, true]);
    expect(winnable({ kind: 'tier', from: 'A', to: 'B', label: 'down' })).toEqual([true, false]);
    expect(winnable({ kind: 'tier', from: 'B', to: 'A', label: 'up' })).toEqual([false, false]);
    expect(winnable({ kind: 'tier', from: null, to: 'A' })).toEqual([false, false]);
    expect(winnable({ kind: 'behind-pace', from: null, to: 'behind' })).toEqual([true, false]);
    expect(winnable({ kind: 'value-band', from: 'high', to: 'mid' })).toEqual([true, false]);
    expect(winnable({ kind: 'risk', from: 'watch', to: 'lost' })).toEqual([true, true]);
    expect(winnable({ kind: 'risk', from: 'at-risk', to: 'watch' })).toEqual([false, false]);
    expect(winnable({ kind: 'stage', from: 'mature', to: 'losing' })).toEqual([true, true]);
    expect(winnable({ kind: 'stage', from: 'churned', to: 'reacquired' })).toEqual([false, false]);
    expect(winnable({ kind: 'feedback', from: null, to: 'complaint' })).toEqual([false, false]);
    expect(outcomeTerms(sampleTransition({ kind: 'rfm' }), raisedAt, { winnable: true })).toMatchObject({
      ...{ winnable: true, winBack: false },
    });
  });
});

describe('the outcome of an alert', () => {
  it('is an order after its moment and not after the end of its window', () => {
    const at = (placedAt: number) => judge([orderOf({ placedAt })]).orders;
    expect([100, 101, 200, 201].map(at)).toEqual([0, 1, 1, 0]);
  });

  it('is never the order that caused it, a quote, a credit note alone, or an order refunded to zero', () => {
    const alert = alertOf({ causeOrder: 'web/1' });
    expect(judge([orderOf()], alert)).toEqual(NO_OUTCOME);
    expect(judge([orderOf({ counts: false, purchase: false })])).toEqual(NO_OUTCOME);
    expect(judge([orderOf({ purchase: false, amount: -5n })])).toEqual(NO_OUTCOME);
    expect(judge([orderOf(), orderOf({ version: 2, purchase: false, amount: 0n })])).toEqual(NO_OUTCOME);
  });

  it('has the first order and the net amount of the window, credit notes included', () => {
    const orders = [
      orderOf({ order: 'web/2', placedAt: 170, amount: 7n }),
      orderOf({ order: 'web/1', placedAt: 160 }),
      orderOf({ order: 'web/c', placedAt: 165, amount: -4n, purchase: false }),
      orderOf({ order: 'old/1', placedAt: 180, amount: 3n, currency: 'EUR' }),
    ];
    expect(judge(orders)).toEqual({
      ...{ orders: 2, amount: 13n, currency: 'CNY', creditedOrders: 2, creditedAmount: 13n },
      first: { order: 'web/1', placedAt: 160, amount: 10n },
    });
  });

  it('credits an order to the last alert before it that told somebody', () => {
    const alerts = [
      alertOf({ id: 'early' }),
      alertOf({ id: 'late', startsAt: 120, until: 220 }),
      alertOf({ id: 'muted', startsAt: 130, until: 230, told: false }),
    ];
    const orders = [orderOf({ placedAt: 110 }), orderOf({ order: 'web/2', placedAt: 150, amount: 5n })];
    const credits = [...judgeOutcomes(alerts, orders)].map(([id, { orders, creditedAmount }]) => [
      ...[id, orders, creditedAmount],
    ]);
    expect(credits).toEqual([
      ['early', 2, 10n],
      ['late', 1, 5n],
      ['muted', 1, 0n],
    ]);
  });

  it('is the same however its documents and alerts are shuffled and repeated, and credits no money twice', () => {
    const entry = fc.record({
      order: fc.constantFrom('o1', 'o2', 'o3', 'o4'),
      version: fc.integer({ min: 1, max: 4 }),
      placedAt: fc.integer({ min: 90, max: 260 }),
      amount: fc.bigInt({ min: -50n, max: 100n }),
    });
    const alert = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      startsAt: fc.integer({ min: 90, max: 200 }),
      length: fc.integer({ min: 1, max: 60 }),
      told: fc.boolean(),
    });
    const shuffled = fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(
        fc.uniqueArray(entry, { selector: ({ order, version }) => `${order} ${version}`, maxLength: 12 }),
        fc.uniqueArray(alert, { selector: ({ id }) => id, maxLength: 4 }),
        shuffled,
        (entries, given, random) => {
          // What a version says follows from the version, as on the log.
          const orders = entries.map((one) =>
            orderOf({ ...one, counts: one.version !== 3, purchase: one.version < 3 && one.amount >= 0n }),
          );
          const alerts = given.map(({ length, ...one }) => alertOf({ ...one, until: one.startsAt + length }));
          const expected = judgeOutcomes(alerts, orders);
          const mixed = [...orders, ...orders]
            .map((order) => ({ order, at: random.next().value as number }))
            .sort((a, b) => a.at - b.at)
            .map(({ order }) => order);
          const again = judgeOutcomes([...alerts].reverse(), mixed);
          for (const [id, outcome] of expected) expect(again.get(id)).toEqual(outcome);
          expect(oracle(alerts, orders)).toEqual(
            new Map([...expected].map(([id, { orders, amount }]) => [id, { orders, amount }])),
          );
          const credited = [...expected.values()].reduce((sum, { creditedOrders }) => sum + creditedOrders, 0);
          const recovering = new Set(
            newest(orders)
              .filter(({ purchase }) => purchase)
              .filter(({ placedAt }) => alerts.some((a) => a.told && placedAt > a.startsAt && placedAt <= a.until))
              .map(({ order }) => order),
          );
          expect(credited).toBe(recovering.size);
        },
      ),
    );
  });

  it('is told in Chinese and in English', () => {
    const told = { orders: 1, amount: '1200.00', currency: 'CNY' };
    expect(tellOutcome(told, 'en')).toBe('Recovered: 1 order since, 1200.00 CNY net');
    expect(tellOutcome({ ...told, orders: 2 }, 'en')).toContain('2 orders');
    expect(tellOutcome(told, 'zh-CN')).toBe('已挽回：提醒后下单 1 笔，净额 1200.00 CNY');
  });
});

/** As the definition reads, document by document. */
function oracle(alerts: readonly WatchedAlert[], entries: readonly WatchedOrder[]) {
  return new Map(
    alerts.map(({ id, startsAt, until }) => {
      const held = newest(entries).filter((one) => one.counts && startsAt < one.placedAt && one.placedAt <= until);
      const orders = held.filter(({ purchase }) => purchase).length;
      return [id, { orders, amount: orders === 0 ? 0n : held.reduce((sum, { amount }) => sum + amount, 0n) }];
    }),
  );
}

function newest(entries: readonly WatchedOrder[]): WatchedOrder[] {
  return entries.filter((one) => !entries.some((other) => other.order === one.order && other.version > one.version));
}
