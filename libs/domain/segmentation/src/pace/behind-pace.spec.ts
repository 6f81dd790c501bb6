import { describe, expect, it } from '@jest/globals';
import { addMonths, monthBounds, monthOf, parseDay, type Day, type Month } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import type { DatedDocument } from '../value/window-figures.js';
import { nextBehindPace, pacesOf } from './behind-pace.js';
import { DEFAULT_PACE_POLICY, validatePacePolicy } from './pace-policy.js';

const order = (day: string, amount: number, purchase = true): DatedDocument => {
  return { placedOn: parseDay(day), amount: BigInt(amount), counts: true, purchase };
};
const behindOn = (documents: DatedDocument[], day: string): boolean | undefined =>
  pacesOf({ documents, month: day.slice(0, 7) }).find((pace) => pace.day === parseDay(day))?.behind;

const FIRST = parseDay('2024-10-20');
const documents = fc.array(
  fc.record({
    placedOn: fc.integer({ min: FIRST, max: FIRST + 170 }),
    amount: fc.bigInt(-3n, 10n),
    counts: fc.constantFrom(true, true, false),
    purchase: fc.constantFrom(true, true, false),
  }),
  { maxLength: 14 },
);
const months = fc.constantFrom<Month>('2025-01', '2025-02', '2025-03');

/** Section 4 of the domain, word by word, for one day. */
function isBehind(all: readonly DatedDocument[], day: Day): boolean {
  const counted = all.filter(({ counts }) => counts);
  const month = monthOf(day);
  const dayOfMonth = day - monthBounds(month).first + 1;
  const purchases = counted.filter(({ purchase }) => purchase).map(({ placedOn }) => placedOn);
  if (purchases.length === 0) return false;
  const firstMonth = monthOf(Math.min(...purchases));
  const reached = (of: Month): bigint => {
    const { first, last } = monthBounds(of);
    const until = Math.min(first + dayOfMonth - 1, last);
    return counted.reduce(
      (sum, { placedOn, amount }) => sum + (placedOn >= first && placedOn <= until ? amount : 0n),
      0n,
    );
  };
  const before = [1, 2, 3].map((back) => addMonths(month, -back)).filter((of) => of >= firstMonth);
  const usual = before.length === 0 ? 0 : before.reduce((sum, of) => sum + Number(reached(of)), 0) / before.length;
  return dayOfMonth >= 10 && usual > 0 && Number(reached(month)) < usual / 2;
}

describe('behind pace', () => {
  it('is below half of the mean of the months since the first order, from day 10 on', () => {
    const two = [order('2025-01-09', 60), order('2025-02-05', 40), order('2025-03-02', 24)];
    expect(behindOn(two, '2025-03-10')).toBe(true); // 24 < (60 + 40) / 2 / 2
    expect(behindOn([...two, order('2025-03-10', 1)], '2025-03-10')).toBe(false);
    expect(behindOn(two, '2025-03-09')).toBeUndefined();
    const four = [order('2024-11-30', 500), order('2024-12-09', 20), ...two];
    expect(behindOn(four, '2025-03-10')).toBe(false); // November is not among the last three
    expect(behindOn([order('2024-12-31', 1), ...two], '2025-03-10')).toBe(false); // December had reached 0, and counts
  });

  it('takes the last day of a shorter month, and is not said when nothing had been reached', () => {
    const kept = [order('2025-02-28', 100)];
    expect(behindOn(kept, '2025-03-27')).toBeUndefined();
    expect(behindOn(kept, '2025-03-28')).toBe(true);
    expect(behindOn(kept, '2025-03-31')).toBe(true);
    expect(behindOn([...kept, order('2025-02-28', -100, false)], '2025-03-31')).toBeUndefined();
  });

  it('has as its deadline the first such day of a scan over the month', () => {
    let found = 0;
    fc.assert(
      fc.property(documents, months, fc.nat(30), (kept, month, index) => {
        const { first, last } = monthBounds(month);
        const since = first + index;
        let expected: Day | null = null;
        for (let day = since; day <= last && expected === null; day++) if (isBehind(kept, day)) expected = day;
        if (expected !== null) found++;
        expect(nextBehindPace({ documents: kept, month }, since)?.day ?? null).toBe(expected);
      }),
      { numRuns: 1_000 },
    );
    expect(found).toBeGreaterThan(100);
  });

  it('says every fault of a policy', () => {
    expect(validatePacePolicy(DEFAULT_PACE_POLICY)).toEqual([]);
    expect(validatePacePolicy({ fromDay: 32, months: 0, share: 2 })).toHaveLength(3);
  });
});
