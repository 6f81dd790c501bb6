import { Inject, Injectable } from '@nestjs/common';
import {
  namedRules,
  readClock,
  RuleTimeline,
  type RulePolicy,
  type RuleVersion,
} from '@orderweave/domain-notification';
import type { Transaction } from '@orderweave/postgres';
import { loadClocks } from '../../clock/tenant-clock.store.js';
import { RULE_POLICY } from '../load-policy.js';
import { readActivations, readDocuments, readRevisions } from './rule-activation.store.js';

type Reader = Pick<Transaction, 'query'>;

/**
 * The rules that are and will be in force for each tenant. One small query a batch tells whether any replica has activated something
 * since; only then are activations read anew.
 */
@Injectable()
export class RuleDirectory {
  private readonly kept = new Map<string, { readonly revision: number; readonly timeline: RuleTimeline }>();
  private readonly usual: RuleVersion;

  constructor(@Inject(RULE_POLICY) policy: RulePolicy) {
    this.usual = { number: 0, policy };
  }

  /** The default rules, which hold where a tenant has activated none. */
  get usualPolicy(): RulePolicy {
    return this.usual.policy;
  }

  /** The rules of these tenants by moment; of others the default ones. */
  async timelines(reader: Reader, tenants: readonly string[]): Promise<(tenant: string) => RuleTimeline> {
    return this.timelinesAt(reader, await readRevisions(reader, tenants));
  }

  /** The rules of tenants by moment, of whom it is known already whether anything was activated since; of others the default ones. */
  async timelinesAt(reader: Reader, revisions: ReadonlyMap<string, number>): Promise<(tenant: string) => RuleTimeline> {
    const found = new Map<string, RuleTimeline>();
    for (const [tenant, revision] of revisions) {
      const kept = this.kept.get(tenant);
      found.set(tenant, kept?.revision === revision ? kept.timeline : await this.read(reader, tenant, revision));
    }
    return (tenant) => found.get(tenant) ?? new RuleTimeline(this.usual);
  }

  /** The version in force now, by the tenant's clock; `wallNow` in epoch milliseconds. */
  async inForce(reader: Reader, tenant: string, wallNow: number): Promise<RuleVersion> {
    const now = await tenantNow(reader, tenant, wallNow);
    return (await this.timelines(reader, [tenant]))(tenant).at(now);
  }

  private async read(reader: Reader, tenant: string, revision: number): Promise<RuleTimeline> {
    const activations = revision === 0 ? [] : await readActivations(reader, tenant);
    const numbers = [...new Set(activations.map(({ version }) => version))].filter((version) => version > 0);
    const documents = numbers.length ? await readDocuments(reader, tenant, numbers) : new Map<number, never>();
    const versionOf = (number: number): RuleVersion => {
      const document = documents.get(number);
      return document ? { number, policy: namedRules(number, document) } : this.usual;
    };
    const timeline = new RuleTimeline(
      this.usual,
      activations.map(({ from, version }) => ({ from, version: versionOf(version) })),
    );
    this.kept.set(tenant, { revision, timeline });
    return timeline;
  }
}

/** What the tenant's clock shows, epoch milliseconds. */
export async function tenantNow(reader: Reader, tenant: string, wallNow: number): Promise<number> {
  return readClock((await loadClocks(reader, [tenant])).get(tenant), wallNow);
}
