import { readFileSync } from 'node:fs';
import { TenantDirectory } from '@orderweave/domain-ordering';
import {
  resolveTierPolicy,
  validateStagePolicy,
  validateTierPolicy,
  type StagePolicy,
  type TierPolicy,
} from '@orderweave/domain-segmentation';
import { DEFAULT_STAGES, DEFAULT_TIERS, type SegmentationPolicy } from './segmentation-policy.js';

/** One tenant's entry of the policy document; what is left out has its default. */
interface StatedPolicy {
  tenant: string;
  version?: string;
  tiers?: TierPolicy;
  stages?: Partial<StagePolicy>;
}

/** Thrown for a policy document that cannot be used; names every fault. */
export class PolicyError extends Error {
  override name = 'PolicyError';
}

/** The segmentation policies of all tenants. */
export class PolicyDirectory {
  private readonly byTenant: ReadonlyMap<string, SegmentationPolicy>;

  constructor(policies: readonly SegmentationPolicy[]) {
    this.byTenant = new Map(policies.map((policy) => [policy.tenant, policy]));
  }

  /**
   * Joins the tenants' settings with their policies: a JSON list of `{ tenant, version, tiers, stages }`, or the path of such a file;
   * throws `PolicyError` with every fault.
   */
  static read(tenants: TenantDirectory, policies = '[]'): PolicyDirectory {
    const stated = JSON.parse(/^\s*\[/.test(policies) ? policies : readFileSync(policies, 'utf8')) as StatedPolicy[];
    const faults = stated.flatMap(({ tenant }) =>
      tenants.has(tenant) ? [] : [`tenant "${tenant}" is not in TENANTS`],
    );
    const all = tenants.all().map(({ tenant, timeZone, baseCurrency, graceDays }) => {
      const own = stated.find((one) => one.tenant === tenant);
      const tiers = own?.tiers ?? DEFAULT_TIERS;
      const stages = { ...DEFAULT_STAGES, graceDays, ...own?.stages };
      for (const fault of [...validateTierPolicy(tiers), ...validateStagePolicy(stages)])
        faults.push(`${tenant}: ${fault}`);
      return { tenant, version: own?.version ?? 'default-1', tiers, stages, timeZone, currency: baseCurrency };
    });
    if (faults.length > 0)
      throw new PolicyError(`policies cannot be used:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
    return new PolicyDirectory(
      all.map((policy): SegmentationPolicy => ({ ...policy, resolvedTiers: resolveTierPolicy(policy.tiers) })),
    );
  }

  /** The policy of a tenant; throws `RangeError` for one that is not configured. */
  get(tenant: string): SegmentationPolicy {
    const policy = this.byTenant.get(tenant);
    if (!policy) throw new RangeError(`tenant "${tenant}" is not configured; add it to TENANTS`);
    return policy;
  }

  has(tenant: string): boolean {
    return this.byTenant.has(tenant);
  }

  all(): SegmentationPolicy[] {
    return [...this.byTenant.values()];
  }
}
