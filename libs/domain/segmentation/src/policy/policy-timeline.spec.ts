import { describe, expect, it } from '@jest/globals';
import { monthBounds, monthOf, parseDay, type Day, type Month } from '@orderweave/domain-ordering';
import fc from 'fast-check';
import { DEFAULT_STAGE_POLICY } from '../stage/stage-policy.js';
import { MOST_GRACE_DAYS, PolicyTimeline, type PolicySpan, type TimedPolicy } from './policy-timeline.js';

const START = parseDay('2025-01-01');
const SCAN = 400;

const policy = (version: number, graceDays: number): TimedPolicy => ({
  version: `policy-${version}`,
  stages: { ...DEFAULT_STAGE_POLICY, graceDays },
});
const drawn: fc.Arbitrary<PolicySpan<TimedPolicy>[]> = fc
  .uniqueArray(
    fc.record({ day: fc.nat(SCAN), version: fc.nat(3), grace: fc.integer({ min: 0, max: MOST_GRACE_DAYS }) }),
    { minLength: 1, maxLength: 6, selector: ({ day }) => day },
  )
  .map((rows) =>
    rows
      .sort((a, b) => a.day - b.day)
      // A version has one grace, whenever it is activated.
      .map(({ day, version }) => ({ from: START + day, policy: policy(version, rows[version % rows.length]!.grace) })),
  );

/** The version in force on a day, by looking through all of them. */
function activeOn(activations: readonly PolicySpan<TimedPolicy>[], day: Day): TimedPolicy {
  return (activations.findLast(({ from }) => from <= day) ?? activations[0]!).policy;
}

/** A month has the grace of the first day after it. */
function closeDayOf(activations: readonly PolicySpan<TimedPolicy>[], month: Month): Day {
  const { last } = monthBounds(month);
  return last + 1 + activeOn(activations, last + 1).stages.graceDays;
}

describe('policies by day', () => {
  it('1. are on every day the one last activated, with the grace of the first day of the month', () => {
    fc.assert(
      fc.property(drawn, (activations) => {
        const timeline = new PolicyTimeline(activations);
        for (let day = START - 40; day < START + SCAN + 40; day++) {
          const { version, stages } = timeline.at(day);
          expect(version).toBe(activeOn(activations, day).version);
          expect(stages.graceDays).toBe(activeOn(activations, monthBounds(monthOf(day)).first).stages.graceDays);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('2. close months in order, each once, on the day that its close day says', () => {
    fc.assert(
      fc.property(drawn, (activations) => {
        const timeline = new PolicyTimeline(activations);
        for (let day = START + 1; day < START + SCAN; day++) {
          const [before, now] = [timeline.lastClosedMonth(day - 1), timeline.lastClosedMonth(day)];
          expect(now >= before).toBe(true);
          if (now === before) continue;
          expect([timeline.closeDay(now), closeDayOf(activations, now)]).toEqual([day, day]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('3. change on the days that are named, and on no others', () => {
    fc.assert(
      fc.property(drawn, (activations) => {
        const timeline = new PolicyTimeline(activations);
        const named: Day[] = [];
        for (let day = timeline.nextStart(START - 1); day !== null; day = timeline.nextStart(day)) named.push(day);
        const changed: Day[] = [];
        for (let day = START; day <= START + SCAN + 31; day++) {
          const [before, now] = [timeline.at(day - 1), timeline.at(day)];
          if (before.version !== now.version || before.stages.graceDays !== now.stages.graceDays) changed.push(day);
          const since = timeline.startOf(day);
          expect(since).toBe(named.findLast((start) => start <= day) ?? null);
        }
        expect(changed).toEqual(named);
      }),
      { numRuns: 60 },
    );
  });

  it('4. leave a month to the policy of its close, whatever comes after', () => {
    const [first, second] = [policy(1, 3), policy(2, 3)];
    const timeline = new PolicyTimeline([
      { from: 0, policy: first },
      { from: parseDay('2025-02-04'), policy: second },
      { from: parseDay('2025-02-05'), policy: policy(3, 3) },
    ]);
    const versionOf = (month: Month, day: string) => timeline.forMonth(month, parseDay(day)).version;
    expect(versionOf('2025-01', '2025-02-03')).toBe('policy-1');
    expect(versionOf('2025-01', '2025-02-04')).toBe('policy-2');
    expect(versionOf('2025-01', '2025-06-30')).toBe('policy-2');
    expect(versionOf('2024-12', '2025-06-30')).toBe('policy-1');
    expect(versionOf('2025-02', '2025-02-05')).toBe('policy-3');
  });
});
