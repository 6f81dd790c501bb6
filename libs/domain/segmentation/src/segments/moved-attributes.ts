import type { PolicyDocument, PolicySectionName } from '../policy/policy-document.js';
import type { AttributeName } from './segment-attributes.js';

/** Attributes that hang on the models of gaps, purchases and spend. */
export const MODEL_ATTRIBUTES: readonly AttributeName[] = [
  'overdue',
  'typical-gap-days',
  'p-alive',
  'q-30',
  'chance-lost',
  'clv-12m',
];

/**
 * Attributes that another policy moves without any transition that tells of it. Tiers, stage, risk, value band and RFM are published: whom
 * a policy moves there is told, one by one.
 */
const POLICY_ATTRIBUTES: Partial<Record<PolicySectionName, readonly AttributeName[]>> = {
  frequency: ['frequency'],
  signals: ['signals'],
};

/** The attributes that customers may have another value of by `after` than by `before`, though no transition tells of it. */
export function attributesMovedByPolicy(before: PolicyDocument, after: PolicyDocument): AttributeName[] {
  return Object.entries(POLICY_ATTRIBUTES).flatMap(([name, attributes]) => {
    const section = name as PolicySectionName;
    return JSON.stringify(before[section]) === JSON.stringify(after[section]) ? [] : attributes;
  });
}
