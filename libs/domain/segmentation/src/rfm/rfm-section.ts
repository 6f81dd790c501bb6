import Type from 'typebox';
import { fillIn, type PolicySection } from '../policy/policy-section.js';
import { DEFAULT_RFM_POLICY, validateRfmPolicy, type RfmPolicy } from './rfm-policy.js';

const Span = Type.Array(Type.Integer({ minimum: 1, maximum: 5 }), {
  minItems: 2,
  maxItems: 2,
  description: 'Scores from the first to the second; any score if left out',
});

/** The named groups of RFM (design, section 5). Stated as a whole, since they have to fit together. */
export const RFM_SECTION: PolicySection<RfmPolicy> = {
  schema: Type.Object(
    {
      groups: Type.Array(
        Type.Object(
          {
            group: Type.String({ pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$', maxLength: 40 }),
            r: Type.Optional(Span),
            f: Type.Optional(Span),
            m: Type.Optional(Span),
          },
          { additionalProperties: false },
        ),
        { minItems: 1, maxItems: 125, description: 'Blocks of scores that together are each of the 125 once' },
      ),
    },
    { additionalProperties: false, description: 'Groups by the scores of recency, frequency and monetary value' },
  ),
  defaults: DEFAULT_RFM_POLICY,
  complete: fillIn,
  check: validateRfmPolicy,
};
