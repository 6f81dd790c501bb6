import { describe, expect, it } from '@jest/globals';
import type { Day } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { assessSignals } from './assess-signals.js';
import { seededRandom } from './seeded-random.fixture.js';
import type { SignalOrder } from './signal-history.js';
import { BEGIN, HABIT, simulateOrders } from './simulate-customer.fixture.js';

/** The rules of the default policy, said once more and as plainly as possible: for one day, from the orders alone. */
function plainSignals(all: readonly SignalOrder[], complaints: readonly Day[], day: Day): string[] {
  const orders = all.filter(({ placedOn }) => placedOn <= day);
  const days = [...new Set(orders.map(({ placedOn }) => placedOn))];
  const last = days.at(-1);
  if (last === undefined) return [];
  const told: string[] = [];
  const gaps = days.slice(1).map((one, index) => one - days[index]!);
  if (day - last < 120) {
    if (longer(gaps) || longer([...gaps, day - last])) told.push('rhythm-lengthens');
    const amounts = days.map((one) =>
      orders.filter(({ placedOn }) => placedOn === one).reduce((sum, { amount }) => sum + Number(amount), 0),
    );
    if (smaller(amounts)) told.push('value-shrinks');
    const rules = [
      [
        'product-overdue',
        (order: SignalOrder) => order.products,
        { least: 3, accident: 0.005, gaps: 1.5, silence: 14 },
      ],
      [
        'category-dropped',
        (order: SignalOrder) => order.categories,
        { least: 4, accident: 0.005, gaps: 2, silence: 30 },
      ],
      [
        'channel-silent',
        (order: SignalOrder) => [order.channel],
        { least: 3, accident: 0.005, gaps: 1.5, silence: 14 },
      ],
    ] as const;
    for (const [signal, namesOn, rule] of rules) {
      for (const name of new Set(orders.flatMap((order) => namesOn(order)))) {
        const withIt = days.filter((one) =>
          orders.some((order) => order.placedOn === one && namesOn(order).includes(name)),
        );
        const [first, latest] = [withIt[0]!, withIt.at(-1)!];
        const others = days.filter((one) => one > first && one < latest && !withIt.includes(one)).length;
        const misses = days.filter((one) => one > latest).length;
        let chance = 1;
        for (let miss = 0; miss < misses; miss++)
          chance *= (others + 1 + miss) / (withIt.length - 1 + others + 2 + miss);
        const gap = middle(withIt.slice(1).map((one, index) => one - withIt[index]!));
        const away = day - latest;
        const absent = misses >= 2 && chance <= rule.accident && away >= rule.silence && away >= rule.gaps * gap;
        if (withIt.length >= rule.least && absent && away < 365) told.push(`${signal} ${name}`);
      }
    }
  }
  const complaint = complaints.filter((one) => one <= day).at(-1);
  if (complaint !== undefined && last <= complaint) {
    const waited = day - complaint;
    if (waited >= 14 && waited < 180 && (gaps.length === 0 || waited >= 2 * middle(gaps)))
      told.push('complaint-unanswered-by-order');
  }
  return told.sort();
}

function longer(gaps: readonly number[]): boolean {
  const [recent, before] = [gaps.slice(-3), gaps.slice(-15, -3)];
  return before.length >= 6 && middle(recent) >= 1.5 * middle(before) && seldomSoHigh(recent, before, 0.015);
}

function smaller(amounts: readonly number[]): boolean {
  const [recent, before] = [amounts.slice(-4), amounts.slice(-16, -4)].map((some) => some.map((amount) => -amount));
  const lower = (values: readonly number[]): number =>
    values.map((value) => -value).sort((a, b) => a - b)[(values.length - 1) >> 1]!;
  return before!.length >= 6 && lower(recent!) <= 0.7 * lower(before!) && seldomSoHigh(recent!, before!, 0.01);
}

/** By all ways to choose ranks: how seldom the sum of the recent ones is so high. */
function seldomSoHigh(recent: readonly number[], before: readonly number[], accident: number): boolean {
  const all = [...recent, ...before].sort((a, b) => a - b);
  const rank = (value: number): number => (all.indexOf(value) + all.lastIndexOf(value)) / 2 + 1;
  const sum = recent.reduce((total, value) => total + rank(value), 0);
  let [ways, atLeast] = [0, 0];
  const choose = (from: number, left: number, total: number): void => {
    if (left === 0) {
      ways++;
      if (total >= Math.ceil(sum - 1e-9) - (Number.isInteger(sum) ? 0 : 1)) atLeast++;
      return;
    }
    for (let next = from; next <= all.length - left + 1; next++) choose(next + 1, left - 1, total + next);
  };
  choose(1, recent.length, 0);
  return atLeast / ways <= accident;
}

function middle(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

describe('the signals', () => {
  it('are on every day what their rules plainly say', () => {
    const seen = new Set<string>();
    const inputs = fc.record({
      seed: fc.nat(),
      shape: fc.constantFrom(1, 4, 60),
      gap: fc.constantFrom(3, 9, 25),
      change: fc.integer({ min: 60, max: 300 }),
      slower: fc.constantFrom(1, 1, 2.5),
      complaint: fc.nat(500),
    });
    fc.assert(
      fc.property(inputs, ({ seed, shape, gap, change, slower, complaint }) => {
        const habit = { ...HABIT, shape, gap, shop: 0.5 };
        const after = { ...habit, gap: gap * slower, amount: 45, shop: 0, products: { 'b-1': 0.9 } };
        const orders = simulateOrders(seededRandom(seed), 620, (day) => (day < BEGIN + change ? habit : after));
        const quiet = orders.filter(({ placedOn }) => placedOn < BEGIN + 560);
        const feedback = [{ on: BEGIN + complaint, kind: 'complaint' as const }];
        for (let day = BEGIN + change - 20; day < BEGIN + 700; day += 1 + (day % 5 === 0 ? 3 : 0)) {
          const told = assessSignals({ facts: { orders: quiet, feedback }, day })
            .filter(({ signal }) => signal !== 'returns-rise')
            .map(({ signal, subject }) => (subject === undefined ? signal : `${signal} ${subject}`))
            .sort();
          for (const one of told) seen.add(one.split(' ')[0]!);
          expect([day - BEGIN, told]).toEqual([day - BEGIN, plainSignals(quiet, [BEGIN + complaint], day)]);
        }
      }),
      { numRuns: 12, seed: 11 },
    );
    expect([...seen].sort()).toEqual([
      'category-dropped',
      'channel-silent',
      'complaint-unanswered-by-order',
      'product-overdue',
      'rhythm-lengthens',
      'value-shrinks',
    ]);
  });

  it('begin on the first day of silence that shows a rhythm to lengthen', () => {
    let begun = 0;
    const early = fc.array(fc.integer({ min: 5, max: 12 }), { minLength: 6, maxLength: 13 });
    const late = fc.array(fc.integer({ min: 8, max: 40 }), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(early, late, (before, recent) => {
        let day = BEGIN;
        const days = [day, ...[...before, ...recent].map((gap) => (day += gap))];
        const [order] = simulateOrders(seededRandom(1), 1, () => HABIT);
        const orders = days.map((placedOn) => ({ ...order!, placedOn }));
        const rhythm = (told: readonly string[]): boolean => told.includes('rhythm-lengthens');
        for (let silence = 0; silence <= 60; silence++) {
          const told = assessSignals({ facts: { orders, feedback: [] }, day: day + silence }).map(
            ({ signal }) => signal,
          );
          const expected = rhythm(plainSignals(orders, [], day + silence));
          expect([silence, rhythm(told)]).toEqual([silence, expected]);
          if (expected && silence > 0 && !rhythm(plainSignals(orders, [], day + silence - 1))) begun++;
        }
      }),
      { numRuns: 60 },
    );
    expect(begun).toBeGreaterThan(10);
  });
});
