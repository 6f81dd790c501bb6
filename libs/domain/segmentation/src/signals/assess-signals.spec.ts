import { describe, expect, it } from '@jest/globals';
import { parseAmount, type Day } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { seededRandom } from './seeded-random.fixture.js';
import { assessSignals, nextSignalDay, type SignalInput } from './assess-signals.js';
import { BEGIN, HABIT, simulateOrders, type Habit } from './simulate-customer.fixture.js';
import type { SignalFacts, SignalOrder } from './signal-history.js';
import { SIGNALS, validateSignalPolicy, DEFAULT_SIGNAL_POLICY, type SignalName } from './signal-policy.js';

const order = (offset: number, more: Partial<SignalOrder> = {}): SignalOrder => ({
  placedOn: BEGIN + offset,
  amount: parseAmount(100),
  purchase: true,
  channel: 'shop',
  products: ['tea'],
  categories: ['drinks'],
  ...more,
});
const every = (gap: number, count: number, from = 0, more: Partial<SignalOrder> = {}): SignalOrder[] =>
  Array.from({ length: count }, (_, index) => order(from + index * gap, more));
const on = (offset: number, orders: SignalOrder[], feedback: SignalFacts['feedback'] = []) =>
  assessSignals({ facts: { orders, feedback }, day: BEGIN + offset });
const told = (offset: number, orders: SignalOrder[], feedback: SignalFacts['feedback'] = []): SignalName[] =>
  on(offset, orders, feedback).map(({ signal }) => signal);

describe('assessSignals', () => {
  it('finds a rhythm that lengthens, by the silence alone and by orders', () => {
    // Six gaps of 10, then 15 and 12: once the third is 15 too, or the silence that will be one, the middle one is 1.5 times as long.
    const slowing = [...every(10, 7), order(75), order(87)];
    expect(told(101, slowing)).toEqual([]);
    expect(told(102, slowing)).toEqual(['rhythm-lengthens']);
    expect(on(104, slowing)[0]).toMatchObject({
      since: BEGIN + 102,
      until: BEGIN + 87 + 120,
      because: [
        { name: 'recent-typical-gap', value: 15, previous: 10, threshold: 15, unit: 'days' },
        { name: 'silence', value: 17, unit: 'days' },
      ],
    });
    expect(told(103, [...slowing, order(103)])).toEqual(['rhythm-lengthens']);
    expect(told(101, [...slowing, order(101)])).toEqual([]);
    expect(told(206, slowing)).toEqual(['rhythm-lengthens']);
    expect(told(207, slowing)).toEqual([]);
  });

  it('finds an order value that shrinks, whatever one huge order says', () => {
    const amounts = [100, 110, 5000, 90, 100, 120, 70, 60, 65, 60];
    const shrinking = amounts.map((amount, index) => order(index * 10, { amount: parseAmount(amount) }));
    expect(told(80, shrinking)).toEqual([]);
    expect(on(90, shrinking)).toMatchObject([
      { signal: 'value-shrinks', because: [{ value: '60', previous: '100', threshold: '70' }] },
    ]);
  });

  it('finds a usual product that is overdue while others are bought', () => {
    const both = every(10, 8, 0, { products: ['tea', 'cups'] });
    const without = every(10, 4, 80);
    expect(told(100, [...both, ...without.slice(0, 3)])).toEqual([]);
    expect(on(112, [...both, ...without])).toMatchObject([
      { signal: 'product-overdue', subject: 'cups', since: BEGIN + 110, until: BEGIN + 110 + 120 },
    ]);
    expect(told(120, [...both, ...without, order(120, { products: ['cups'] })])).toEqual([]);
    // Silence alone is no matter of products.
    expect(told(100, both)).toEqual([]);
  });

  it('waits until the product itself is overdue', () => {
    // Bought every 40 days, ordering every 5: seven misses are telling, but within its own gap of 40.
    const days = Array.from({ length: 40 }, (_, index) => index * 5);
    const orders = days.map((day) => order(day, { products: day % 40 === 0 ? ['cups'] : ['tea'] }));
    const rare = on(195, orders).filter(({ subject }) => subject === 'cups');
    expect(rare).toEqual([]);
  });

  it('finds a dropped category and a silent channel', () => {
    const both = every(10, 12, 0, { categories: ['drinks', 'china'], channel: 'rep' });
    const without = [120, 130, 140, 150].map((day) => order(day));
    expect(told(150, [...both, ...without]).sort()).toEqual(['category-dropped', 'channel-silent']);
  });

  it('finds returns that rise, also those by a credit note of its own', () => {
    const calm = every(10, 15);
    const returned = [
      order(150, { returned: true }),
      order(160),
      order(162, { amount: parseAmount(-20), purchase: false }),
    ];
    expect(told(170, [...calm, ...returned, order(170)])).toEqual([]);
    expect(told(180, [...calm, ...returned, order(170), order(180, { returned: true })])).toEqual(['returns-rise']);
  });

  it('finds a complaint without a follow-up order', () => {
    const orders = every(10, 5);
    const complaint = [{ on: BEGIN + 41, kind: 'complaint' as const }];
    expect(told(60, orders, complaint)).toEqual([]);
    expect(told(61, orders, complaint)).toEqual(['complaint-unanswered-by-order']);
    expect(told(61, [...orders, order(42)], complaint)).toEqual([]);
    expect(told(61, [...orders, order(41)], complaint)).toEqual(['complaint-unanswered-by-order']);
    expect(told(220, orders, complaint)).toEqual(['complaint-unanswered-by-order']);
    expect(told(221, orders, complaint)).toEqual([]);
  });

  it('says nothing of who has bought little', () => {
    expect(told(50, [])).toEqual([]);
    expect(told(50, every(1, 2))).toEqual([]);
  });
});

function keysOn(input: SignalInput, day: Day): string {
  return assessSignals({ ...input, day })
    .map(({ signal, subject }) => `${signal} ${subject}`)
    .sort()
    .join();
}

describe('nextSignalDay', () => {
  it('is the day that a scan over 400 days finds', () => {
    let found = 0;
    const inputs = fc.record({
      seed: fc.nat(),
      days: fc.integer({ min: 20, max: 500 }),
      shape: fc.constantFrom(1, 4, 50),
      change: fc.integer({ min: 0, max: 500 }),
      slower: fc.constantFrom(1, 2.5),
      fewer: fc.boolean(),
      asked: fc.double({ min: 0.5, max: 1.3, noNaN: true }),
      complaints: fc.array(fc.nat(500), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(inputs, ({ seed, days, shape, change, slower, fewer, asked, complaints }) => {
        const before = { ...HABIT, shape };
        const { products, shop } = fewer ? { products: { 'b-1': 0.8 }, shop: 0.02 } : HABIT;
        const after = { ...before, gap: 12 * slower, products, shop, amount: 40, returns: fewer ? 0.6 : 0.08 };
        const orders = simulateOrders(seededRandom(seed), days, (day) => (day < BEGIN + change ? before : after));
        const feedback = complaints
          .sort((a, b) => a - b)
          .map((one) => ({ on: BEGIN + one, kind: 'complaint' as const }));
        const day = BEGIN + Math.round(asked * days);
        const input: SignalInput = { facts: { orders, feedback }, day };
        const now = keysOn(input, day);
        let expected: Day | null = null;
        for (let next = day + 1; next <= day + 400 && expected === null; next++)
          if (keysOn(input, next) !== now) expected = next;
        if (expected === null) expect(nextSignalDay(input) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(day + 400);
        else expect(nextSignalDay(input)).toBe(expected);
        if (expected !== null) found++;
      }),
      { numRuns: 400 },
    );
    expect(found).toBeGreaterThan(100);
  });
});

/** What signals say of many customers, from the day when they have ordered for a year: the share of days on which each holds, and starts a year. */
function measure(customers: number, seed: number, shape: number) {
  const random = seededRandom(seed);
  const counts = new Map(SIGNALS.map((name) => [name, { days: 0, starts: 0 }]));
  for (let customer = 0; customer < customers; customer++) {
    const gap = 6 + random() * 12;
    const orders = simulateOrders(random, 2 * 365, () => ({ ...HABIT, shape, gap }));
    let held = new Set<string>();
    for (let day = BEGIN + 365; day < BEGIN + 2 * 365; day++) {
      const holding = assessSignals({ facts: { orders, feedback: [] }, day });
      for (const name of new Set(holding.map(({ signal }) => signal))) counts.get(name)!.days++;
      for (const { signal, subject } of holding) if (!held.has(`${signal} ${subject}`)) counts.get(signal)!.starts++;
      held = new Set(holding.map(({ signal, subject }) => `${signal} ${subject}`));
    }
  }
  const perYear = (count: number) => count / customers;
  return [...counts].map(([name, { days, starts }]) => ({ name, share: perYear(days) / 365, starts: perYear(starts) }));
}

describe('signals of a customer whose habits do not change', () => {
  // Seven signals over four products, three categories and two channels; no more than that, whatever the spread of the gaps.
  it.each([1, 2, 8])(
    'hold on 3 %% of days at most and start less than once in two years, with Erlang-%i gaps',
    (shape) => {
      for (const { name, share, starts } of measure(100, shape, shape)) {
        expect([name, share < 0.03, starts < 0.5]).toEqual([name, true, true]);
      }
    },
  );
});

describe('a complaint of a customer who goes on as before', () => {
  it.each([
    [1, 0.35],
    [2, 0.25],
    [50, 0.02],
  ])('stays without an order for long, with Erlang-%i gaps, at most on a share of %d', (shape, most) => {
    const random = seededRandom(shape);
    let told = 0;
    for (let customer = 0; customer < 300; customer++) {
      const orders = simulateOrders(random, 600, () => ({ ...HABIT, shape, gap: 15 }));
      const feedback = [{ on: BEGIN + 400, kind: 'complaint' as const }];
      const next = orders.find(({ placedOn }) => placedOn > BEGIN + 400)!.placedOn;
      const holding = assessSignals({ facts: { orders, feedback }, day: next - 1 });
      if (holding.some(({ signal }) => signal === 'complaint-unanswered-by-order')) told++;
    }
    expect(told / 300).toBeLessThanOrEqual(most);
  });
});

describe('signals of a customer whose habits change', () => {
  const CHANGE = BEGIN + 365;
  /** The share of customers of whom a signal is told within 120 days of the change, and not on the day before it. */
  function found(signal: SignalName, change: Partial<Habit>): number {
    const random = seededRandom(99);
    const habit = { ...HABIT, shape: 4 };
    let count = 0;
    for (let customer = 0; customer < 100; customer++) {
      const orders = simulateOrders(random, 365 + 120, (day) => (day < CHANGE ? habit : { ...habit, ...change }));
      const told = (day: Day) =>
        assessSignals({ facts: { orders, feedback: [] }, day }).some((one) => one.signal === signal);
      for (let day = CHANGE; day < CHANGE + 120; day++) {
        if (!told(day)) continue;
        if (!told(CHANGE - 1)) count++;
        break;
      }
    }
    return count / 100;
  }

  it.each<[SignalName, Partial<Habit>, number]>([
    ['rhythm-lengthens', { gap: 30 }, 0.6],
    ['value-shrinks', { amount: 40 }, 0.8],
    ['product-overdue', { products: { 'b-1': 0.7 } }, 0.8],
    ['category-dropped', { products: { 'b-1': 0.7 } }, 0.8],
    ['channel-silent', { shop: 0 }, 0.8],
    ['returns-rise', { returns: 0.7 }, 0.8],
  ])('tell of %s', (signal, change, share) => expect(found(signal, change)).toBeGreaterThanOrEqual(share));
});

describe('validateSignalPolicy', () => {
  it('accepts the default, and names every fault', () => {
    expect(validateSignalPolicy(DEFAULT_SIGNAL_POLICY)).toEqual([]);
    const { rhythm, value, product } = DEFAULT_SIGNAL_POLICY;
    expect(
      validateSignalPolicy({
        ...DEFAULT_SIGNAL_POLICY,
        rhythm: { ...rhythm, ratio: 0.9, earlierMost: 4 },
        value: { ...value, accident: 0, recent: 21 },
        product: { ...product, daysLeast: 1, silence: 1.5 },
        endAfterSilence: 0,
      }),
    ).toEqual([
      'rhythm.earlierMost must not be below rhythm.earlierLeast',
      'value.recent must be 20 at most, value.earlierMost 40',
      'value.accident must be above 0 and below 1',
      'rhythm.ratio must be 1 or more',
      'product.silence must be a whole number, 1 or more',
      'product.daysLeast must be a whole number, 2 or more',
      'endAfterSilence must be a whole number, 1 or more',
    ]);
  });
});
