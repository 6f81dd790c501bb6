import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Rate } from '../channels/channel.js';
import { afterFailure, CLOSED, passCircuit } from './circuit.js';
import { admitMessage, NO_PACE, type Pace } from './pace.js';
import { MAX_ATTEMPTS, nextAttemptAt, RETRY_WAITS } from './retry-schedule.js';

describe('retries', () => {
  it('follow the schedule with jitter, wait as long as the receiver asks, and end', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempt, random) => {
          const at = nextAttemptAt(attempt, 1_000, random);
          const wait = RETRY_WAITS[attempt - 1];
          if (wait === undefined) expect(at).toBeUndefined();
          else expect(at! - 1_000).toBeGreaterThanOrEqual(wait);
          if (at !== undefined) expect(at - 1_000).toBeLessThanOrEqual(wait! * 1.2 + 1);
        },
      ),
    );
    expect(nextAttemptAt(1, 0, 0, 600_000)).toBe(600_000);
    expect(nextAttemptAt(MAX_ATTEMPTS, 0, 0)).toBeUndefined();
    const days = RETRY_WAITS.reduce((sum, wait) => sum + wait, 0) / 86_400_000;
    expect(days).toBeGreaterThan(3);
  });
});

describe('the pace of an endpoint', () => {
  const rate = fc.record({ messages: fc.integer({ min: 1, max: 20 }), perMs: fc.constantFrom(1_000, 10_000, 60_000) });

  it('never puts more into any window than its rates allow, and lets everybody through in the end', () => {
    fc.assert(
      fc.property(fc.array(rate, { minLength: 1, maxLength: 2 }), fc.integer({ min: 1, max: 80 }), (rates, count) => {
        const sent = drain(rates, count);
        expect(sent).toHaveLength(count);
        for (const { messages, perMs } of rates) {
          for (const begin of sent)
            expect(sent.filter((at) => at >= begin && at < begin + perMs).length).toBeLessThanOrEqual(messages);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('is used up: a hundred a minute are sent in little more than two when there are two hundred', () => {
    const sent = drain(
      [
        { messages: 5, perMs: 1_000 },
        { messages: 100, perMs: 60_000 },
      ],
      200,
    );
    expect(sent.at(-1)! - sent[0]!).toBeLessThan(150_000);
  });

  /** All ask at once; who has to wait asks again when told. */
  function drain(rates: readonly Rate[], count: number): number[] {
    let pace: Pace = NO_PACE;
    let waiting = Array.from({ length: count }, () => 1_000);
    const sent: number[] = [];
    for (let asked = 0; waiting.length > 0; asked++) {
      if (asked > 100 * count) throw new Error('nobody gets through');
      waiting = waiting.sort((a, b) => a - b);
      const now = waiting.shift()!;
      const admission = admitMessage(rates, pace, now);
      pace = admission.pace;
      if (admission.now) sent.push(now);
      else waiting.push(admission.at);
    }
    return sent;
  }
});

describe('the circuit of an endpoint', () => {
  const failed = (times: number) =>
    Array.from({ length: times }).reduce<typeof CLOSED>((c) => afterFailure(c, 0), CLOSED);

  it('opens after five failures in a row, longer with each one, and lets one message probe', () => {
    expect(passCircuit(failed(4), 1).pass).toBe(true);
    expect(failed(5).openUntil).toBe(60_000);
    expect(failed(7).openUntil).toBe(240_000);
    expect(failed(40).openUntil).toBe(3_600_000);
    expect(passCircuit(failed(5), 59_999).pass).toBe(false);
    const probe = passCircuit(failed(5), 60_000);
    expect(probe.pass).toBe(true);
    expect(passCircuit(probe.circuit, 60_001).pass).toBe(false);
    expect(passCircuit(probe.circuit, 75_000).pass).toBe(true);
  });

  it('pauses as long as the receiver asks', () => {
    expect(afterFailure(CLOSED, 1_000, 30_000)).toEqual({ failures: 1, openUntil: 31_000 });
  });
});
