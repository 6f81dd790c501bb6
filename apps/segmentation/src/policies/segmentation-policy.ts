import type { TenantSettings } from '@orderweave/domain-ordering';
import {
  resolveTierPolicy,
  type PolicyDocument,
  type ResolvedTierPolicy,
  type TimedPolicy,
} from '@orderweave/domain-segmentation';

/** What of a tenant's settings no policy changes. */
export interface TenantTerms {
  readonly tenant: string;
  /** IANA zone that days and months belong to. */
  readonly timeZone: string;
  /** ISO 4217 code of all amounts. */
  readonly currency: string;
}

/** By what a tenant's customers are judged: a version of its policy, with the tenant's terms. */
export interface SegmentationPolicy extends TenantTerms, PolicyDocument, TimedPolicy {
  /** Said with every transition. */
  readonly version: string;
  /** The version's number. */
  readonly number: number;
  /** The tiers' policy with its cuts as fractions. */
  readonly resolvedTiers: ResolvedTierPolicy;
}

/** The terms in a tenant's settings. */
export function termsOf({ tenant, timeZone, baseCurrency }: TenantSettings): TenantTerms {
  return { tenant, timeZone, currency: baseCurrency };
}

/** A version's document as what customers are judged by. */
export function segmentationPolicy(terms: TenantTerms, version: number, document: PolicyDocument): SegmentationPolicy {
  const { tenant, timeZone, currency } = terms;
  return {
    ...document,
    tenant,
    timeZone,
    currency,
    version: policyVersionName(version),
    number: version,
    resolvedTiers: resolveTierPolicy(document.tiers),
  };
}

/** What a version is called wherever it is told apart from versions of other things. */
export function policyVersionName(version: number): string {
  return `policy-${version}`;
}
