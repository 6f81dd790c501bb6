import type { Transition } from '@orderweave/contracts';
import type { AlertRule, InputCondition, RuleCondition, RulePolicy } from './rule-policy.js';

/** The first rule that a transition satisfies. */
export function matchRule(policy: RulePolicy, transition: Transition): AlertRule | undefined {
  return policy.rules.find(({ when }) => satisfies(transition, when));
}

function satisfies(transition: Transition, when: RuleCondition): boolean {
  return (
    when.kind.includes(transition.kind) &&
    oneOf(when.from, transition.from) &&
    oneOf(when.to, transition.to) &&
    oneOf(when.basis, transition.basis) &&
    oneOf(when.label, transition.label) &&
    (when.inputs ?? []).every((condition) => inputHolds(transition, condition))
  );
}

function oneOf<T extends string>(allowed: readonly T[] | undefined, value: T | null | undefined): boolean {
  return allowed === undefined || (value !== null && value !== undefined && allowed.includes(value));
}

function inputHolds({ because }: Transition, { name, is, atLeast, atMost }: InputCondition): boolean {
  const input = because.inputs.find((reason) => reason.name === name);
  if (!input) return false;
  if (is && !is.includes(input.value)) return false;
  const number = Number(input.value);
  return (atLeast === undefined || number >= atLeast) && (atMost === undefined || number <= atMost);
}
