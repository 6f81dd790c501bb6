import Type, { type Static } from 'typebox';
import { CHANNELS } from '../channels/channel.js';
import { Strategy } from '../strategies/strategy.js';
import { OutcomeRule } from '../outcome/outcome-rule.js';
import { RuleCondition } from './rule-condition.js';

const closed = { additionalProperties: false };
const Name = Type.String({ pattern: '^[a-z][a-z0-9-]{0,62}$' });
const DayText = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'YYYY-MM-DD' });
const Words = Type.Object({ 'zh-CN': Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }, closed);

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
    /** So many hours before that, who has not seen to it yet is told once more. */
    remindHours: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 720 })),
    /** Days after which the alert expires if nobody resolved it; 30 unless told. */
    validDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 366 })),
    /** While an alert of this rule waits for somebody, the customer's alerts of these rules are raised without telling anybody. */
    inhibits: Type.Optional(Type.Array(Name, { minItems: 1 })),
    /** At most one alert of this rule a customer in so many days. */
    throttleDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 366 })),
    /** Only endpoints of these channels are told; all unless stated. The inbox has every alert. */
    channels: Type.Optional(Type.Array(Type.Enum(CHANNELS), { minItems: 1 })),
    /** First and last local day on which the rule raises alerts. */
    validFrom: Type.Optional(DayText),
    validTo: Type.Optional(DayText),
    /** What counts as the success of its alerts. */
    outcome: Type.Optional(OutcomeRule),
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

const sections = {
  /** Transitions that became true longer ago than this, by the tenant's clock, alert nobody. */
  horizonHours: Type.Number({ exclusiveMinimum: 0 }),
  rules: Type.Array(AlertRule, { maxItems: 500 }),
  plays: Type.Record(Type.String(), Play),
  /** What customers are entitled to while they are in a state. */
  strategies: Type.Optional(Type.Array(Strategy, { maxItems: 200 })),
};

/** What a tenant states of its rules, in order: the first that matches a transition decides. Its version is given when it is kept. */
export const RuleDocument = Type.Object(sections, closed);
export type RuleDocument = Static<typeof RuleDocument>;

/** The rules of a tenant with the name of their version. */
export const RulePolicy = Type.Object({ version: Type.String({ minLength: 1 }), ...sections }, closed);
export type RulePolicy = Static<typeof RulePolicy>;
