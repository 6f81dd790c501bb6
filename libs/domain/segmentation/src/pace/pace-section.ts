import Type from 'typebox';
import { fillIn, type PolicySection } from '../policy/policy-section.js';
import { DEFAULT_PACE_POLICY, validatePacePolicy, type PacePolicy } from './pace-policy.js';

/** When an A or B customer of last month is behind its own pace (design, section 4). */
export const PACE_SECTION: PolicySection<PacePolicy> = {
  schema: Type.Object(
    {
      fromDay: Type.Integer({ minimum: 1, maximum: 31, description: 'Day of the month from which it is judged' }),
      months: Type.Integer({ minimum: 1, maximum: 12, description: 'Months before this one whose mean is the pace' }),
      share: Type.Number({ minimum: 0, maximum: 1, description: 'Behind is below this share of the pace' }),
    },
    { additionalProperties: false, description: 'Behind pace' },
  ),
  defaults: DEFAULT_PACE_POLICY,
  complete: fillIn,
  check: validatePacePolicy,
};
