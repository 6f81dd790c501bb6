import Type from 'typebox';
import { fillIn, type PolicySection } from '../policy/policy-section.js';
import { DEFAULT_VALUE_POLICY, validateValuePolicy, type ValuePolicy } from './value-policy.js';

/** Value bands (design, section 5), and the window that RFM shares with them. */
export const VALUE_SECTION: PolicySection<ValuePolicy> = {
  schema: Type.Object(
    {
      windowDays: Type.Integer({ minimum: 1, maximum: 3650, description: 'Local days of the net amount, and of RFM' }),
      cuts: Type.Array(Type.Number({ minimum: 0, maximum: 1 }), {
        minItems: 2,
        maxItems: 2,
        description: 'Shares strictly ahead below which a customer is high, and high or mid: two, rising',
      }),
    },
    { additionalProperties: false, description: 'Value bands by the trailing net amount' },
  ),
  defaults: DEFAULT_VALUE_POLICY,
  complete: fillIn,
  check: validateValuePolicy,
};
