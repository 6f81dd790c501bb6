import { checkRules } from './check-rules.js';
import { RulePolicy } from './rule-policy.js';

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
  const faults = checkRules(value, 'en', RulePolicy);
  if (faults.length) {
    throw new RulePolicyError(
      faults.map(({ field, value: found, rule, remedy }) => {
        const shown = typeof found === 'string' ? ` "${found}"` : '';
        return `${field || '/'}${shown} ${rule}; ${remedy}`;
      }),
    );
  }
  return Object.freeze(value as RulePolicy);
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RulePolicyError([`not JSON: ${(error as Error).message}`]);
  }
}
