import type { TenantDirectory } from '@orderweave/domain-ordering';
import { checkPolicy, completePolicy, DEFAULT_POLICY, type PolicyDocument } from '@orderweave/domain-segmentation';

/** Thrown for a policy document that cannot be used; names every fault. */
export class PolicyError extends Error {
  override name = 'PolicyError';
}

/** One tenant's entry of the environment; what is left out has its default. */
type StatedPolicy = { tenant: string; version?: string } & Record<string, unknown>;

/** The first versions of all tenants' policies, from the environment's JSON list; throws `PolicyError` with every fault. */
export function readSeeds(tenants: TenantDirectory, text: string): Map<string, PolicyDocument> {
  const stated = JSON.parse(text) as StatedPolicy[];
  const faults = stated.flatMap(({ tenant }) => (tenants.has(tenant) ? [] : [`tenant "${tenant}" is not in TENANTS`]));
  const seeds = new Map<string, PolicyDocument>();
  for (const { tenant, graceDays } of tenants.all()) {
    const { tenant: _, version: __, ...sections } = stated.find((one) => one.tenant === tenant) ?? { tenant };
    const base = { ...DEFAULT_POLICY, stages: { ...DEFAULT_POLICY.stages, graceDays } };
    const document = completePolicy(sections, base);
    for (const { field, rule } of checkPolicy(document)) faults.push(`${tenant}: ${field} ${rule}`);
    seeds.set(tenant, document);
  }
  if (faults.length === 0) return seeds;
  throw new PolicyError(`policies cannot be used:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
}
