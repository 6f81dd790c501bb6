import Type, { type Static } from 'typebox';
import { defineEvent } from '../event-definition.js';
import { InstantText, TenantId } from '../scalars.js';

/** What a shop can do for a customer. */
export const ENTITLEMENT_KINDS = ['vip-service', 'priority-delivery', 'promotion', 'recommendation'] as const;

export const ChangedEntitlement = Type.Object({
  tenant: TenantId,
  customerId: Type.String(),
  /** Id of the strategy that says so; with the kind it names one entitlement of a customer. */
  strategy: Type.String(),
  kind: Type.Enum(ENTITLEMENT_KINDS),
  change: Type.Enum(['granted', 'ended']),
  since: InstantText,
  /** When it ends by itself, if it does. No event tells that it has. */
  until: Type.Optional(InstantText),
  /** What it is in particular: a code, a percentage, a product list. */
  detail: Type.Optional(Type.String()),
  /** The state of the customer that it came of, and its value then. */
  state: Type.String(),
  value: Type.Optional(Type.String()),
  rulesVersion: Type.Integer({ minimum: 0 }),
  /** The moment from which the change holds. */
  at: InstantText,
});
export type ChangedEntitlement = Static<typeof ChangedEntitlement>;

/** A customer has become entitled to something, or is no longer. */
export const EntitlementChanged = defineEvent({
  type: 'orderweave.entitlement-changed.v1',
  topic: 'customers.entitlements',
  schema: ChangedEntitlement,
  key: (entitlement) => `${entitlement.tenant}/${entitlement.customerId}`,
});
