import type { Transition } from '@orderweave/contracts';
import { formatAmount, formatDay, type Day } from '@orderweave/domain-ordering';
import type { InputCondition, RuleCondition } from './rule-condition.js';
import type { AlertRule, RulePolicy } from './rule-policy.js';
import { attributeOf, compareMeasures, CUSTOMER_ATTRIBUTES, measureOf } from './transition-measure.js';

/** The first rule that a transition satisfies, of those that are valid on a local day (of all without one). */
export function matchRule(policy: RulePolicy, transition: Transition, day?: Day): AlertRule | undefined {
  const today = day === undefined ? undefined : formatDay(day);
  return policy.rules.find((rule) => isValid(rule, today) && satisfies(transition, rule.when));
}

function isValid({ validFrom, validTo }: AlertRule, today: string | undefined): boolean {
  if (today === undefined) return true;
  return (validFrom === undefined || validFrom <= today) && (validTo === undefined || today <= validTo);
}

function satisfies(transition: Transition, when: RuleCondition): boolean {
  const { customer, customerId, cause } = transition;
  return (
    when.kind.includes(transition.kind) &&
    (when.from?.includes(transition.from) ?? true) &&
    (when.to?.includes(transition.to) ?? true) &&
    oneOf(when.basis, transition.basis) &&
    oneOf(when.label, transition.label) &&
    oneOf(when.cause, cause.type) &&
    oneOf(when.owner, customer.owner) &&
    oneOf(when.customer, customerId) &&
    CUSTOMER_ATTRIBUTES.every((name) => !when[name] || oneOf(when[name], attributeOf(transition, name))) &&
    (when.inputs ?? []).every((condition) => inputHolds(transition, condition))
  );
}

function oneOf<T extends string>(allowed: readonly T[] | undefined, value: T | null | undefined): boolean {
  return allowed === undefined || (value !== null && value !== undefined && allowed.includes(value));
}

function inputHolds(transition: Transition, condition: InputCondition): boolean {
  const { name, of, is, atLeast, atMost, above, below } = condition;
  const found = measureOf(transition, name, of);
  if (found === undefined) return false;
  const plain = typeof found === 'bigint' ? formatAmount(found) : found;
  // What is written differently may be the same number.
  if (is && !is.some((one) => one === plain || compareMeasures(found, one) === 0)) return false;
  const holds = (bound: string | number | undefined, test: (order: number) => boolean) => {
    if (bound === undefined) return true;
    const order = compareMeasures(found, bound);
    return order !== undefined && test(order);
  };
  return (
    holds(atLeast, (order) => order >= 0) &&
    holds(atMost, (order) => order <= 0) &&
    holds(above, (order) => order > 0) &&
    holds(below, (order) => order < 0)
  );
}
