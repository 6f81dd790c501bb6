import { cutFaults } from '../ladder/tier-policy.js';

/** When a good customer of last month is behind its own pace. */
export interface PacePolicy {
  /** Day of the month from which it is judged. */
  fromDay: number;
  /** Months before this one whose mean is its pace. */
  months: number;
  /** Behind is who has reached less than this share of the pace. */
  share: number;
}

export const DEFAULT_PACE_POLICY: PacePolicy = { fromDay: 10, months: 3, share: 0.5 };

/** Every fault of a policy as a sentence; empty for a valid one. */
export function validatePacePolicy({ fromDay, months, share }: PacePolicy): string[] {
  const faults: string[] = [];
  if (!Number.isInteger(fromDay) || fromDay < 1 || fromDay > 31) faults.push('fromDay must be a day of the month');
  if (!Number.isInteger(months) || months < 1) faults.push('months must be a whole number, 1 or more');
  if (cutFaults([share, 1]).length > 0) faults.push('share must be a share from 0 to 1 with at most 12 decimals');
  return faults;
}
