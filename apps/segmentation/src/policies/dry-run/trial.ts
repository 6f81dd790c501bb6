import { diffPolicies, POLICY_SECTION_NAMES } from '@orderweave/domain-segmentation';
import type { TenantMoment } from '../../models/tenant-moment.js';
import type { SegmentationPolicy } from '../segmentation-policy.js';

/** What is tried on which tenant. */
export interface Trial {
  readonly tenant: string;
  readonly tried: SegmentationPolicy;
  readonly moment: TenantMoment;
}

/** What a dry run can compare, and where the versions differ in what it cannot. */
export interface TrialScope {
  /** Whether value bands and RFM groups are compared: over the same days they are, over others they would have to be measured anew. */
  readonly windows: boolean;
  /** JSON pointers. */
  readonly notTried: string[];
}

const WINDOW_DAYS = '/value/windowDays';
const TRIED = [/^\/tiers(\/|$)/, /^\/stages\/(?!graceDays$)/];
const TRIED_OVER_SAME_DAYS = [/^\/value\//, /^\/rfm(\/|$)/];

/** Finds out what a trial covers, by where its version differs from the one in force. */
export function scopeOf({ tried, moment: { policy } }: Trial): TrialScope {
  const paths = diffPolicies(documentOf(policy), documentOf(tried)).map(({ path }) => path);
  const sameDays = !paths.includes(WINDOW_DAYS);
  const covered = sameDays ? [...TRIED, ...TRIED_OVER_SAME_DAYS] : TRIED;
  return { windows: sameDays, notTried: paths.filter((path) => !covered.some((pattern) => pattern.test(path))) };
}

function documentOf(policy: SegmentationPolicy): object {
  return Object.fromEntries(POLICY_SECTION_NAMES.map((name) => [name, policy[name]]));
}
