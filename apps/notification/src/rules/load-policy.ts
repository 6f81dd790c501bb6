import { readFileSync } from 'node:fs';
import { parseRulePolicy, type RulePolicy } from '@orderweave/domain-notification';

const DEFAULT = new URL('../../policies/default.json', import.meta.url);

/** Reads the rule policy from NOTIFICATION_POLICY (a path), else the default one; throws with all of its faults. */
export function loadPolicy(path = process.env['NOTIFICATION_POLICY']): RulePolicy {
  return parseRulePolicy(readFileSync(path ? path : DEFAULT, 'utf8'));
}

/** Injection token of the rule policy. */
export const RULE_POLICY = Symbol('RULE_POLICY');
