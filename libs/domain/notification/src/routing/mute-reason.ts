import { createHash } from 'node:crypto';
import type { Transition } from '@orderweave/contracts';
import type { RulePolicy } from '../rules/rule-policy.js';
import type { MutedAlerts, SalesTeam } from './sales-team.js';

/** Why an alert is raised without telling anybody. */
export const MUTE_REASONS = ['holdout', 'silenced', 'inhibited'] as const;
export type MuteReason = (typeof MUTE_REASONS)[number];

/** An alert about to be raised, and the rules whose alerts of the same customer still wait. */
export interface Mutable {
  readonly rule: string;
  readonly transition: Transition;
  readonly waitingRules: readonly string[];
  /** The customer's ids, where it has several by merges: the surviving one, and all of them. */
  readonly customer?: { readonly holder: string; readonly ids: readonly string[] } | undefined;
}

/** Whether and why an alert tells nobody. `now` by the tenant's clock, epoch milliseconds. */
export function muteReason(
  { rule, transition, waitingRules, customer }: Mutable,
  team: SalesTeam,
  policy: RulePolicy,
  now: number,
): MuteReason | undefined {
  const { tenant, customerId } = transition;
  const { holder, ids } = customer ?? { holder: customerId, ids: [customerId] };
  // Of customers who have become one the arm of the surviving id counts. Who complains is answered: there is nothing to win back that
  // a holdout would measure.
  const measured = transition.kind !== 'feedback';
  if (measured && isHeldOut({ tenant, customerId: holder }, team.holdout ?? 0)) return 'holdout';
  if ((team.silences ?? []).some((silence) => silenced(silence, { rule, transition, ids }, now))) return 'silenced';
  const inhibited = policy.rules.some(({ id, inhibits }) => waitingRules.includes(id) && inhibits?.includes(rule));
  return inhibited ? 'inhibited' : undefined;
}

/** Rules whose waiting alerts inhibit a rule. */
export function inhibitorsOf(rule: string, policy: RulePolicy): string[] {
  return policy.rules.filter(({ inhibits }) => inhibits?.includes(rule)).map(({ id }) => id);
}

/**
 * Whether a customer belongs to the share (0 to 1) that is not alerted: by the first 48 bits of SHA-256 over tenant and customer, so
 * that the same customers stay in it, and a larger share contains the smaller one.
 */
export function isHeldOut({ tenant, customerId }: Pick<Transition, 'tenant' | 'customerId'>, share: number): boolean {
  if (share <= 0) return false;
  const digest = createHash('sha256').update(`holdout\n${tenant}\n${customerId}`).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48 < share;
}

function silenced(
  silence: MutedAlerts,
  { rule, transition: { customer }, ids }: Pick<Mutable, 'rule' | 'transition'> & { ids: readonly string[] },
  now: number,
): boolean {
  const { rules, customers, owners, from, until } = silence;
  return (
    now >= Date.parse(from) &&
    now < Date.parse(until) &&
    (rules?.includes(rule) ?? true) &&
    (customers?.some((id) => ids.includes(id)) ?? true) &&
    (owners?.includes(customer.owner ?? '') ?? true)
  );
}
