import { readFileSync } from 'node:fs';
import type { Day, Month, TenantDirectory } from '@orderweave/domain-ordering';
import { completePolicy, PolicyTimeline, type PolicyDocument } from '@orderweave/domain-segmentation';
import type { Transaction } from '@orderweave/postgres';
import { readTimeline } from './policy-timeline.store.js';
import { readSeeds } from './read-seeds.js';
import { segmentationPolicy, termsOf, type SegmentationPolicy, type TenantTerms } from './segmentation-policy.js';

type Reader = Pick<Transaction, 'query'>;
/** A tenant's policies by day. */
export type TenantTimeline = PolicyTimeline<SegmentationPolicy>;

interface KeptTimeline {
  readonly revision: number;
  readonly timeline: TenantTimeline;
}

/**
 * The tenants, and the policies that are and will be in force for each. Activations of days that a tenant's clock has announced
 * never change, so that a timeline read once is right for them for ever; later ones are read anew when the revision says so.
 */
export class PolicyDirectory {
  private readonly kept = new Map<string, KeptTimeline>();

  private constructor(
    private readonly terms: ReadonlyMap<string, TenantTerms>,
    private readonly seeds: ReadonlyMap<string, PolicyDocument>,
  ) {}

  /**
   * The tenants with the first version of their policies: a JSON list of `{ tenant, tiers, stages }`, or the path of such a file;
   * throws `PolicyError` with every fault.
   */
  static read(tenants: TenantDirectory, policies = '[]'): PolicyDirectory {
    const text = /^\s*\[/.test(policies) ? policies : readFileSync(policies, 'utf8');
    const terms = new Map(tenants.all().map((settings) => [settings.tenant, termsOf(settings)]));
    return new PolicyDirectory(terms, readSeeds(tenants, text));
  }

  /** The terms of a tenant; throws `RangeError` for one that is not configured. */
  get(tenant: string): TenantTerms {
    const terms = this.terms.get(tenant);
    if (!terms) throw new RangeError(`tenant "${tenant}" is not configured; add it to TENANTS`);
    return terms;
  }

  has(tenant: string): boolean {
    return this.terms.has(tenant);
  }

  all(): TenantTerms[] {
    return [...this.terms.values()];
  }

  /** What a tenant's first version says. */
  seed(tenant: string): PolicyDocument {
    this.get(tenant);
    return this.seeds.get(tenant)!;
  }

  /** A tenant's policies by day; asks the database unless `revision` is the one that was read last. */
  async timeline(reader: Reader, tenant: string, revision?: number): Promise<TenantTimeline> {
    const kept = this.kept.get(tenant);
    if (kept && kept.revision === revision) return kept.timeline;
    return (await this.read(reader, tenant)).timeline;
  }

  /** The policy in force on a tenant's day. */
  async inForce(reader: Reader, tenant: string): Promise<SegmentationPolicy> {
    const { timeline, day } = await this.read(reader, tenant);
    return day === null ? timeline.spans[0]!.policy : timeline.at(day);
  }

  /** The policy that a month's tiers follow on the tenant's day. */
  async forMonth(reader: Reader, tenant: string, month: Month): Promise<SegmentationPolicy> {
    const { timeline, day } = await this.read(reader, tenant);
    return timeline.forMonth(month, day ?? timeline.closeDay(month));
  }

  private async read(reader: Reader, tenant: string): Promise<{ timeline: TenantTimeline; day: Day | null }> {
    const terms = this.get(tenant);
    const { revision, day, activations } = await readTimeline(reader, tenant);
    const kept = this.kept.get(tenant);
    if (kept?.revision === revision) return { timeline: kept.timeline, day };
    const stated = activations.length > 0 ? activations : [{ from: 0, version: 1, document: this.seed(tenant) }];
    const timeline = new PolicyTimeline(
      stated.map(({ from, version, document }) => {
        return { from, policy: segmentationPolicy(terms, version, completePolicy(document)) };
      }),
    );
    this.kept.set(tenant, { revision, timeline });
    return { timeline, day };
  }
}
