import type { WindowFigures } from '../value/window-figures.js';

/** How often a customer purchases of late. */
export type Frequency = 'frequent' | 'occasional' | 'dormant' | 'prospect';

/** How customers are told apart by their recent purchase days. */
export interface FrequencyPolicy {
  /** Local days of the window. */
  windowDays: number;
  /** Distinct purchase days in the window from which a customer is frequent. */
  frequentFrom: number;
}

export const DEFAULT_FREQUENCY_POLICY: FrequencyPolicy = { windowDays: 180, frequentFrom: 4 };

/** Every fault of a policy as a sentence; empty for a valid one. */
export function validateFrequencyPolicy({ windowDays, frequentFrom }: FrequencyPolicy): string[] {
  const faults: string[] = [];
  if (!Number.isInteger(windowDays) || windowDays < 1) faults.push('windowDays must be a whole number, 1 or more');
  if (!Number.isInteger(frequentFrom) || frequentFrom < 2) {
    faults.push('frequentFrom must be a whole number, 2 or more, as 1 would leave nobody occasional');
  }
  return faults;
}

/** A customer's frequency: `dormant` has purchased, but not in the window; `prospect` never has. */
export function frequencyOf(
  { recentPurchaseDays, lastPurchaseOn }: Pick<WindowFigures, 'recentPurchaseDays' | 'lastPurchaseOn'>,
  policy: FrequencyPolicy = DEFAULT_FREQUENCY_POLICY,
): Frequency {
  if (lastPurchaseOn === null) return 'prospect';
  if (recentPurchaseDays === 0) return 'dormant';
  return recentPurchaseDays >= policy.frequentFrom ? 'frequent' : 'occasional';
}
