import Type, { type Static } from 'typebox';
import { defineEvent } from '../event-definition.js';
import { InstantText, TenantId } from '../scalars.js';

export const ALERT_STATES = ['open', 'delivered', 'acknowledged', 'snoozed', 'resolved', 'expired'] as const;

export const ChangedAlert = Type.Object({
  tenant: TenantId,
  alertId: Type.String(),
  transitionId: Type.String(),
  customerId: Type.String(),
  rule: Type.String(),
  severity: Type.Union([Type.Literal('info'), Type.Literal('warning'), Type.Literal('critical')]),
  state: Type.Enum(ALERT_STATES),
  at: InstantText,
});
export type ChangedAlert = Static<typeof ChangedAlert>;

/** An alert was raised or changed its state. */
export const AlertChanged = defineEvent({
  type: 'orderweave.alert-changed.v1',
  topic: 'alerts',
  schema: ChangedAlert,
  key: (alert) => `${alert.tenant}/${alert.customerId}`,
});
