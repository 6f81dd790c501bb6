import {
  DEFAULT_STAGE_POLICY,
  type ResolvedTierPolicy,
  type StagePolicy,
  type TierPolicy,
} from '@orderweave/domain-segmentation';

/** By what a tenant's customers are judged. */
export interface SegmentationPolicy {
  readonly tenant: string;
  /** Said with every transition. */
  readonly version: string;
  readonly tiers: TierPolicy;
  /** The same with its cuts as fractions. */
  readonly resolvedTiers: ResolvedTierPolicy;
  readonly stages: StagePolicy;
  /** IANA zone that days and months belong to. */
  readonly timeZone: string;
  /** ISO 4217 code of all amounts. */
  readonly currency: string;
}

/** What holds for a tenant without a policy of its own. */
export const DEFAULT_TIERS: TierPolicy = { preset: 'rank-20-60-20' };
export const DEFAULT_STAGES: StagePolicy = DEFAULT_STAGE_POLICY;
