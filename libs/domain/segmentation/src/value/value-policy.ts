import { cutFaults, cutOf } from '../ladder/tier-policy.js';
import type { ShareCuts } from '../ladder/band-thresholds.js';

/** How much of the company's year a customer is. */
export type ValueBand = 'high' | 'mid' | 'low';

/** How customers are told apart by their trailing net amount. */
export interface ValuePolicy {
  /** Local days of the window, also that of RFM. */
  windowDays: number;
  /** Shares of customers strictly ahead below which one is high, and high or mid; 0 leaves a band empty. */
  cuts: [high: number, mid: number];
}

export const DEFAULT_VALUE_POLICY: ValuePolicy = { windowDays: 365, cuts: [0.15, 0.5] };

export const VALUE_BANDS: readonly ValueBand[] = ['high', 'mid', 'low'];

/** Every fault of a policy as a sentence; empty for a valid one. */
export function validateValuePolicy({ windowDays, cuts }: ValuePolicy): string[] {
  const faults = cutFaults(cuts);
  if (!Number.isInteger(windowDays) || windowDays < 1) faults.push('windowDays must be a whole number, 1 or more');
  return faults;
}

/** The exact meaning of a policy's cuts. */
export function resolveValueCuts({ cuts: [high, mid] }: ValuePolicy): ShareCuts {
  return { basis: 'rank', cuts: [cutOf(high), cutOf(mid)] };
}
