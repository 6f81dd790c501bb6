import type { Tier } from './tier.js';

/** What a month's close means for a customer beside the month before. */
export type CloseChange = 'up' | 'down' | 'abnormal-stop' | 'sleeping';

/**
 * Compares the final tier of a month with that of the month before. `abnormal-stop` is D after A or B, `sleeping` D after C.
 * Null when nothing changed (D after D too) and for the first month of a customer (`previous` null).
 */
export function classifyClose(previous: Tier | null, now: Tier): CloseChange | null {
  if (previous === null || previous === now) return null;
  if (now === 'D') return previous === 'C' ? 'sleeping' : 'abnormal-stop';
  return now < previous ? 'up' : 'down';
}
