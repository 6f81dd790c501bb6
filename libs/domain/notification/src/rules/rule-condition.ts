import { Transition, TRANSITION_KINDS } from '@orderweave/contracts';
import Type, { type Static } from 'typebox';

const closed = { additionalProperties: false };
const Values = Type.Array(Type.String(), { minItems: 1 });
/** States before and after a transition; null stands for none. */
const States = Type.Array(Type.Union([Type.String(), Type.Null()]), { minItems: 1 });
/** A number, a decimal text or a day (YYYY-MM-DD). */
const Bound = Type.Union([
  Type.Number(),
  Type.String({ pattern: '^(-?\\d{1,24}(\\.\\d{1,12})?|\\d{4}-\\d{2}-\\d{2})$' }),
]);

/** Which figure of a reason a condition is about; `change` is its value less what it was before. */
export const MEASURE_SIDES = ['value', 'previous', 'threshold', 'change'] as const;

/**
 * A condition on one of a transition's measures: a reason by its name, `order-amount` for the net amount of the newest order that
 * mattered, or `restore-A` for what would restore a tier. One that the transition does not have fails it.
 */
export const InputCondition = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    of: Type.Optional(Type.Enum(MEASURE_SIDES)),
    is: Type.Optional(Type.Array(Type.Union([Type.String(), Type.Number()]), { minItems: 1 })),
    /** Bounds of a number, a decimal text or a day: the first two include the bound itself. */
    atLeast: Type.Optional(Bound),
    atMost: Type.Optional(Bound),
    above: Type.Optional(Bound),
    below: Type.Optional(Bound),
  },
  closed,
);
export type InputCondition = Static<typeof InputCondition>;

/** What a transition must look like; everything that is stated must hold, lists mean "one of". */
export const RuleCondition = Type.Object(
  {
    kind: Type.Array(Type.Enum(TRANSITION_KINDS), { minItems: 1 }),
    from: Type.Optional(States),
    to: Type.Optional(States),
    basis: Type.Optional(
      Type.Array(Type.Union([Type.Literal('live'), Type.Literal('final'), Type.Literal('restated')]), { minItems: 1 }),
    ),
    label: Type.Optional(Values),
    /** What caused it. */
    cause: Type.Optional(Type.Array(Transition.properties.cause.properties.type, { minItems: 1 })),
    owner: Type.Optional(Values),
    customer: Type.Optional(Values),
    /** States of the customer, as far as the transition tells them: its own, or among its reasons. */
    tier: Type.Optional(Values),
    valueBand: Type.Optional(Values),
    stage: Type.Optional(Values),
    risk: Type.Optional(Values),
    rfm: Type.Optional(Values),
    region: Type.Optional(Values),
    inputs: Type.Optional(Type.Array(InputCondition, { minItems: 1 })),
  },
  closed,
);
export type RuleCondition = Static<typeof RuleCondition>;
