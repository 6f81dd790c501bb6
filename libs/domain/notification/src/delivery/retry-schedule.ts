const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits before the second, third … attempt, in milliseconds; about three and a half days altogether, as Standard Webhooks advises. */
export const RETRY_WAITS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** Attempts before a delivery is given up. */
export const MAX_ATTEMPTS = RETRY_WAITS.length + 1;

const JITTER = 0.2;

/**
 * When to try again after attempt number `attempt` (from 1) failed at `now`, epoch milliseconds; undefined after the last one.
 * `random` in [0, 1) spreads the waits by up to a fifth, so that what failed together does not come back together. The receiver's
 * own wish (`afterMs`) is kept where it is longer.
 */
export function nextAttemptAt(attempt: number, now: number, random: number, afterMs = 0): number | undefined {
  const wait = RETRY_WAITS[attempt - 1];
  if (wait === undefined) return undefined;
  return now + Math.round(Math.max(wait, afterMs) * (1 + JITTER * random));
}
