import { describe, expect, it } from '@jest/globals';
import { parseAmount, parseDay, type Day } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { distinctDays } from '../rhythm/gaps.js';
import { findAbsenceSignals } from './find-absence-signals.js';
import { findRhythmSignal } from './find-rhythm-signal.js';
import { findValueSignal } from './find-value-signal.js';
import { leastSignalDays, showsHabit } from './least-signal-days.js';
import { historyUntil } from './signal-history.js';
import { DEFAULT_SIGNAL_POLICY, type SignalPolicy } from './signal-policy.js';

const START = parseDay('2024-01-10');
/** One that gives signals early, so that few days are enough. */
const EAGER: SignalPolicy = {
  ...DEFAULT_SIGNAL_POLICY,
  rhythm: { ...DEFAULT_SIGNAL_POLICY.rhythm, recent: 1, earlierLeast: 3, accident: 0.4 },
  product: { ...DEFAULT_SIGNAL_POLICY.product, daysLeast: 2, missesLeast: 1, accident: 0.2, silence: 1, gaps: 0 },
};

const drawn = (size: object) =>
  fc
    .array(fc.record({ gap: fc.integer({ min: 0, max: 9 }), tea: fc.boolean(), pos: fc.boolean() }), size)
    .map((steps) => {
      let day = START;
      return steps.map(({ gap, tea, pos }) => ({
        ...{ placedOn: (day += gap), amount: parseAmount(tea ? 10 : 1), purchase: true, channel: pos ? 'pos' : 'web' },
        ...{ products: tea ? ['tea'] : ['pot'], categories: [] },
      }));
    });
type Orders = ReturnType<typeof drawn> extends fc.Arbitrary<infer T> ? T : never;

/** What the rules of habits say of orders, some days after the last. */
function found(orders: Orders, day: Day, policy: SignalPolicy): number {
  const history = historyUntil({ orders, feedback: [] }, day, policy.endAfterSilence)!;
  const rules = [findRhythmSignal, findValueSignal, findAbsenceSignals];
  return rules.flatMap((rule) => rule(history, policy)).length;
}

describe('leastSignalDays', () => {
  it('is 9 by the default: the gaps of a rhythm ask for the fewest days', () => {
    expect(leastSignalDays(DEFAULT_SIGNAL_POLICY)).toBe(9);
    expect(leastSignalDays(EAGER)).toBeLessThan(5);
  });

  it.each([
    ['the default', DEFAULT_SIGNAL_POLICY],
    ['an eager policy', EAGER],
  ])('leaves out nobody who shows a habit by %s', (_, policy) => {
    fc.assert(
      fc.property(drawn({ minLength: 1, maxLength: 12 }), fc.nat(60), (orders, later) => {
        const days = orders.map(({ placedOn }) => placedOn);
        const isHabit = distinctDays(days).length >= leastSignalDays(policy);
        expect(showsHabit(days, policy)).toBe(isHabit);
        if (!isHabit) expect(found(orders, days.at(-1)! + later, policy)).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it('asks for no more days than some signal needs', () => {
    const few = fc
      .sample(drawn({ minLength: 4, maxLength: 4 }), { numRuns: 1000, seed: 1 })
      .filter((orders) => distinctDays(orders.map(({ placedOn }) => placedOn)).length === leastSignalDays(EAGER));
    expect(few.some((orders) => found(orders, orders.at(-1)!.placedOn + 5, EAGER) > 0)).toBe(true);
  });
});
