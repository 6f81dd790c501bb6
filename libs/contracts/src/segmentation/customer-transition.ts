import Type, { type Static } from 'typebox';
import { defineEvent } from '../event-definition.js';
import { DayText, DecimalText, IdentifierText, InstantText, MonthText, OrderKey, TenantId } from '../scalars.js';

const Measure = Type.Union([Type.String(), Type.Number()]);

/** One input of a decision: its value, the threshold it met, what it was before. `name` is a kebab-case constant that a renderer words. */
export const Reason = Type.Object({
  name: Type.String(),
  value: Measure,
  threshold: Type.Optional(Measure),
  previous: Type.Optional(Measure),
  unit: Type.Optional(Type.String()),
});
export type Reason = Static<typeof Reason>;

export const Because = Type.Object({
  inputs: Type.Array(Reason),
  /** The last orders that mattered, newest first. */
  orders: Type.Array(Type.Object({ order: OrderKey, placedOn: DayText, netAmount: DecimalText })),
  /** Least further amount (base currency) that would restore or reach a tier: `{ "A": "120.5" }`. */
  restore: Type.Optional(Type.Record(Type.String(), DecimalText)),
  currency: Type.String(),
  policyVersion: Type.String(),
  modelVersion: Type.Optional(Type.String()),
});
export type Because = Static<typeof Because>;

/**
 * Of a `segment`, `from` and `to` are its id, or null outside of it. A `signal` is told when it begins: `to` is its name, `from` null, and the
 * reason `signal-subject` says what it is about.
 */
export const TRANSITION_KINDS = [
  'tier',
  'behind-pace',
  'value-band',
  'rfm',
  'stage',
  'risk',
  'feedback',
  'segment',
  'signal',
] as const;

export const Transition = Type.Object({
  /** Derived from the content: the same change has the same id, however often it is computed. */
  id: Type.String(),
  tenant: TenantId,
  customerId: Type.String(),
  customer: Type.Object({
    name: Type.Optional(Type.String()),
    identifiers: Type.Array(IdentifierText),
    owner: Type.Optional(Type.String()),
  }),
  kind: Type.Enum(TRANSITION_KINDS),
  /** For tiers: moved within the month, fixed at its close, or restated after it. */
  basis: Type.Optional(Type.Union([Type.Literal('live'), Type.Literal('final'), Type.Literal('restated')])),
  month: Type.Optional(MonthText),
  from: Type.Union([Type.String(), Type.Null()]),
  to: Type.Union([Type.String(), Type.Null()]),
  /** For final tiers: `up`, `down`, `abnormal-stop`, `sleeping`. */
  label: Type.Optional(Type.String()),
  /** The moment it became true. */
  effectiveAt: InstantText,
  /** The tenant clock's moment when it was recorded. */
  recordedAt: InstantText,
  cause: Type.Object({
    type: Type.Enum(['order', 'deadline', 'month-close', 'policy', 'model', 'identity', 'feedback']),
    ref: Type.Optional(Type.String()),
  }),
  because: Because,
  /** False: never alerts anybody (a model refit, a tenant's first 90 days). */
  alertable: Type.Boolean(),
});
export type Transition = Static<typeof Transition>;

/** One change of tier, stage or risk of one customer, with its reason. */
export const CustomerTransition = defineEvent({
  type: 'orderweave.customer-transition.v1',
  topic: 'customers.transitions',
  schema: Transition,
  key: (transition) => `${transition.tenant}/${transition.customerId}`,
});
