import { Compile } from 'typebox/compile';
import { Settings } from 'typebox/system';
import { RulePolicy } from './rule-policy.js';

const validator = Compile(RulePolicy);
/** Nobody reads more. */
const MOST_FINDINGS = 500;

/** Thrown for a policy that cannot be used; `faults` names every place and what is wrong with it. */
export class RulePolicyError extends Error {
  override name = 'RulePolicyError';
  constructor(readonly faults: readonly string[]) {
    super(`the rule policy cannot be used:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
  }
}

/** Checks a policy document (a value or JSON text); throws `RulePolicyError` with all faults. */
export function parseRulePolicy(json: unknown): RulePolicy {
  const value = typeof json === 'string' ? parseText(json) : json;
  if (!validator.Check(value)) throw new RulePolicyError(schemaFaults(value));
  const faults = referenceFaults(value);
  if (faults.length) throw new RulePolicyError(faults);
  return Object.freeze(value);
}

function schemaFaults(value: unknown): string[] {
  const { maxErrors } = Settings.Get();
  // The validator stops after eight findings unless told otherwise, for everybody; hence put back.
  Settings.Set({ maxErrors: MOST_FINDINGS });
  try {
    const faults = validator.Errors(value).map((error) => `${error.instancePath || '/'} ${error.message}`);
    return [...new Set(faults)];
  } finally {
    Settings.Set({ maxErrors });
  }
}

function referenceFaults({ rules, plays }: RulePolicy): string[] {
  return rules.flatMap((rule, index) => {
    const faults: string[] = [];
    if (!Object.hasOwn(plays, rule.play)) {
      faults.push(
        `/rules/${index}/play "${rule.play}" is no play of /plays; there are ${Object.keys(plays).join(', ')}`,
      );
    }
    if (rules.findIndex(({ id }) => id === rule.id) < index)
      faults.push(`/rules/${index}/id "${rule.id}" is used twice`);
    for (const [at, id] of (rule.inhibits ?? []).entries()) {
      if (!rules.some((other) => other.id === id)) faults.push(`/rules/${index}/inhibits/${at} "${id}" is no rule`);
    }
    for (const [at, input] of (rule.when.inputs ?? []).entries()) {
      const path = `/rules/${index}/when/inputs/${at}`;
      if (!input.is && input.atLeast === undefined && input.atMost === undefined)
        faults.push(`${path} states no condition; give is, atLeast or atMost`);
      if (input.atLeast !== undefined && input.atMost !== undefined && input.atLeast > input.atMost)
        faults.push(`${path} atLeast is above atMost, so nothing can match`);
    }
    return faults;
  });
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RulePolicyError([`not JSON: ${(error as Error).message}`]);
  }
}
