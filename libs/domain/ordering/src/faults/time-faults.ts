import { parseInstant } from '../instant.js';
import type { Fault, FaultRule } from './fault.js';
import type { Loose } from './loose.js';

const DAY_MS = 86_400_000;

/** Instants that are not in the calendar, or that no order can have been placed at. */
export function timeFaults(submission: Loose, refunds: readonly Loose[], now: number): Fault[] {
  const faults: Fault[] = [];
  const check = (field: string, value: unknown, judge?: (instant: number) => FaultRule | undefined): void => {
    if (typeof value !== 'string') return;
    const instant = parseInstant(value);
    const rule = instant === undefined ? 'no-such-instant' : judge?.(instant);
    if (rule) faults.push({ field, value, rule });
  };
  check('/placedAt', submission['placedAt'], (instant) => {
    // 0001-01-01 and 1900-01-01 are what many systems write for "no date".
    if (instant < 0) return 'placed-too-early';
    return instant > now + DAY_MS ? 'placed-in-the-future' : undefined;
  });
  check('/updatedAt', submission['updatedAt'], (instant) => {
    if (instant < 0) return 'placed-too-early';
    // It would outrank every true revision until then.
    return instant > now + DAY_MS ? 'updated-in-the-future' : undefined;
  });
  refunds.forEach(({ refundedAt }, index) => check(`/refunds/${index}/refundedAt`, refundedAt));
  return faults;
}
