import type { RuleDocument, RulePolicy } from './rule-policy.js';

/** A version of a tenant's rules; 0 is the default one. */
export interface RuleVersion {
  readonly number: number;
  readonly policy: RulePolicy;
}

/** A version from a moment of the tenant's clock on, epoch milliseconds. */
export interface RuleActivation {
  readonly from: number;
  readonly version: number;
}

/** A tenant's rules by moment: each activation holds until the next one, the default before the first. */
export class RuleTimeline {
  private readonly spans: readonly { readonly from: number; readonly version: RuleVersion }[];

  /** `activations` ascend by `from`. */
  constructor(
    private readonly usual: RuleVersion,
    activations: readonly { readonly from: number; readonly version: RuleVersion }[] = [],
  ) {
    this.spans = activations;
  }

  /** The version in force at a moment of the tenant's clock, epoch milliseconds. */
  at(moment: number): RuleVersion {
    for (let index = this.spans.length - 1; index >= 0; index--) {
      if (this.spans[index]!.from <= moment) return this.spans[index]!.version;
    }
    return this.usual;
  }
}

/** A kept document as a policy with the name of its version. */
export function namedRules(version: number, document: RuleDocument): RulePolicy {
  return { ...document, version: `rules-${version}` };
}

/** The rule and the play under which an alert was raised. */
export interface RaisedBy {
  readonly rule: RulePolicy['rules'][number];
  readonly play: RulePolicy['plays'][string];
}

/** A policy in which the rule of an alert reads as it did when it was raised, whatever has become of it since. */
export function policyUnder(raisedBy: RaisedBy | null | undefined, policy: RulePolicy): RulePolicy {
  if (!raisedBy) return policy;
  const { rule, play } = raisedBy;
  return { ...policy, rules: [rule], plays: { [rule.play]: play } };
}
