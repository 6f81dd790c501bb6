import Type from 'typebox';
import { validateTierPolicy, type TierPolicy } from '../ladder/tier-policy.js';
import { isObject, type PolicySection } from './policy-section.js';

const closed = { additionalProperties: false };
const Share = Type.Number({ minimum: 0, maximum: 1 });
const Least = Type.String({ pattern: '^\\d{1,15}(\\.\\d{1,6})?$', description: 'Decimal amount, such as "1000.00"' });

const Preset = Type.Object({ preset: Type.Enum(['rank-20-60-20', 'revenue-80-15-5']) }, closed);
const Custom = Type.Object(
  {
    preset: Type.Literal('custom'),
    basis: Type.Enum(['rank', 'revenue'], {
      description: 'Whether the share ahead is one of customers (rank) or of money (revenue)',
    }),
    cuts: Type.Array(Share, {
      minItems: 2,
      maxItems: 2,
      description: 'Shares strictly ahead below which a customer is in A, and in A or B: two, rising',
    }),
    minimumAmounts: Type.Optional(
      Type.Object(
        { A: Type.Optional(Least), B: Type.Optional(Least) },
        {
          ...closed,
          description: 'Net amounts of the month that A and B ask for at least; who misses one goes one down',
        },
      ),
    ),
  },
  closed,
);
const AnyPreset = Type.Object({ preset: Type.Enum(['rank-20-60-20', 'revenue-80-15-5', 'custom']) });

/** How a month's tiers are cut (design, section 4). Stated as a whole: a preset leaves nothing to fill in. */
export const TIER_SECTION: PolicySection<TierPolicy> = {
  schema: Type.Union([Preset, Custom], { description: "How a month's tiers A to C are cut" }),
  schemaFor: (value) => {
    if (!isObject(value)) return AnyPreset;
    const { preset } = value;
    if (preset === 'custom') return Custom;
    return preset === 'rank-20-60-20' || preset === 'revenue-80-15-5' ? Preset : AnyPreset;
  },
  defaults: { preset: 'rank-20-60-20' },
  complete: (stated, base) => stated ?? base,
  check: validateTierPolicy,
};
