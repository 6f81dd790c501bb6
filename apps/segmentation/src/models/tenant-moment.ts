import type { Day } from '@orderweave/domain-ordering';
import type { GapModel } from '@orderweave/domain-segmentation';
import type { TenantTimeline } from '../policies/policy-directory.js';
import type { SegmentationPolicy } from '../policies/segmentation-policy.js';

/** What a tenant's customers are judged by at this moment of its clock. */
export interface TenantMoment {
  /** The policy in force on `day`. */
  readonly policy: SegmentationPolicy;
  /** The policies of all days: another day is judged by its own. */
  readonly policies: TenantTimeline;
  /** The tenant clock's instant, epoch milliseconds. */
  readonly now: number;
  /** The last local day that the ladder has turned to: all closes and models up to it are there. */
  readonly day: Day;
  /** Ascending by `from`; at least one. */
  readonly models: readonly GapModel[];
}

/** The version of the newest model. */
export function newestModel(moment: TenantMoment): GapModel {
  return moment.models[moment.models.length - 1]!;
}
