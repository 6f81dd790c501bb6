import { TRANSITION_KINDS } from '@orderweave/contracts';
import Type, { type Static } from 'typebox';

const closed = { additionalProperties: false };
const Name = Type.String({ pattern: '^[a-z][a-z0-9-]{0,62}$' });
const Values = Type.Array(Type.String(), { minItems: 1 });
const Words = Type.Object({ 'zh-CN': Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }, closed);

/** A condition on one of a transition's reasons; one that the transition does not have fails it. */
export const InputCondition = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    is: Type.Optional(Type.Array(Type.Union([Type.String(), Type.Number()]), { minItems: 1 })),
    /** Bounds of a number or of a decimal text, both included. */
    atLeast: Type.Optional(Type.Number()),
    atMost: Type.Optional(Type.Number()),
  },
  closed,
);
export type InputCondition = Static<typeof InputCondition>;

/** What a transition must look like; everything that is stated must hold, lists mean "one of". */
export const RuleCondition = Type.Object(
  {
    kind: Type.Array(Type.Enum(TRANSITION_KINDS), { minItems: 1 }),
    from: Type.Optional(Values),
    to: Type.Optional(Values),
    basis: Type.Optional(
      Type.Array(Type.Union([Type.Literal('live'), Type.Literal('final'), Type.Literal('restated')]), { minItems: 1 }),
    ),
    label: Type.Optional(Values),
    inputs: Type.Optional(Type.Array(InputCondition, { minItems: 1 })),
  },
  closed,
);
export type RuleCondition = Static<typeof RuleCondition>;

/** Which transitions become alerts, how urgent they are, who gets them and what is to be done. */
export const AlertRule = Type.Object(
  {
    id: Name,
    name: Words,
    when: RuleCondition,
    severity: Type.Union([Type.Literal('info'), Type.Literal('warning'), Type.Literal('critical')]),
    play: Name,
    /** Roles that the alert is for; the owner's alerts are shown to the owner. */
    recipients: Type.Array(Type.Union([Type.Literal('owner'), Type.Literal('manager'), Type.Literal('pool')]), {
      minItems: 1,
    }),
    /** Hours in which somebody should acknowledge; each 24 of them are a working day. */
    slaHours: Type.Number({ exclusiveMinimum: 0 }),
    /** Whether those hours are working time (unless told) or go on by night and on holidays. */
    slaClock: Type.Optional(Type.Enum(['working', 'calendar'])),
    /** Days after which the alert expires if nobody resolved it; 30 unless told. */
    validDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 366 })),
    /** While an alert of this rule waits for somebody, the customer's alerts of these rules are raised without telling anybody. */
    inhibits: Type.Optional(Type.Array(Name, { minItems: 1 })),
    /** At most one alert of this rule a customer in so many days. */
    throttleDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 366 })),
  },
  closed,
);
export type AlertRule = Static<typeof AlertRule>;

/** The follow-up that an alert brings. `afterDays` counts from the alert; `everyDays` goes on after the last step. */
export const Play = Type.Object(
  {
    name: Words,
    steps: Type.Array(
      Type.Object(
        {
          afterDays: Type.Integer({ minimum: 0 }),
          kind: Type.Enum(['call', 'visit', 'message', 'offer']),
          text: Words,
        },
        closed,
      ),
      { minItems: 1 },
    ),
    everyDays: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  closed,
);
export type Play = Static<typeof Play>;

/** The rules of a tenant, in order: the first that matches a transition decides. */
export const RulePolicy = Type.Object(
  {
    version: Type.String({ minLength: 1 }),
    /** Transitions that became true longer ago than this, by the tenant's clock, alert nobody. */
    horizonHours: Type.Number({ exclusiveMinimum: 0 }),
    rules: Type.Array(AlertRule),
    plays: Type.Record(Type.String(), Play),
  },
  closed,
);
export type RulePolicy = Static<typeof RulePolicy>;
