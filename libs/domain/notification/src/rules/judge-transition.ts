import type { Transition } from '@orderweave/contracts';
import { localDay } from '@orderweave/domain-ordering';
import { matchRule } from './match-rule.js';
import type { AlertRule, RulePolicy } from './rule-policy.js';

/** Why a transition alerts nobody. */
export const SILENCES = ['not-alertable', 'past-horizon', 'no-rule'] as const;
export type Silence = (typeof SILENCES)[number];

/** The rule by which a transition alerts somebody, or why it does not. */
export type Verdict = { readonly rule: AlertRule; readonly silence?: never } | { readonly silence: Silence };

const HOUR_MS = 3_600_000;

/**
 * Judges a transition by the policy. `now` is what the tenant's clock shows, epoch milliseconds; the transition may know
 * better, as it travels another way than the clock's own events. The zone says on which day a rule is valid.
 */
export function judgeTransition(policy: RulePolicy, transition: Transition, now: number, timeZone: string): Verdict {
  if (!transition.alertable) return { silence: 'not-alertable' };
  const moment = momentOf(transition, now);
  if (moment - Date.parse(transition.effectiveAt) > policy.horizonHours * HOUR_MS) return { silence: 'past-horizon' };
  const rule = matchRule(policy, transition, localDay(moment, timeZone));
  return rule ? { rule } : { silence: 'no-rule' };
}

/** The tenant's moment at which a transition is seen: the later of its clock and the transition's own record. */
export function momentOf(transition: Transition, now: number): number {
  return Math.max(now, Date.parse(transition.recordedAt));
}
