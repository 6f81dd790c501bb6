import Type from 'typebox';
import { fillIn, type PolicySection } from '../policy/policy-section.js';
import { DEFAULT_FREQUENCY_POLICY, validateFrequencyPolicy, type FrequencyPolicy } from './frequency.js';

/** Frequency (design, section 5). */
export const FREQUENCY_SECTION: PolicySection<FrequencyPolicy> = {
  schema: Type.Object(
    {
      windowDays: Type.Integer({ minimum: 1, maximum: 3650, description: 'Local days in which purchase days count' }),
      frequentFrom: Type.Integer({
        minimum: 2,
        maximum: 1000,
        description: 'Purchase days that make a customer frequent',
      }),
    },
    { additionalProperties: false, description: 'How often a customer purchases of late' },
  ),
  defaults: DEFAULT_FREQUENCY_POLICY,
  complete: fillIn,
  check: validateFrequencyPolicy,
};
