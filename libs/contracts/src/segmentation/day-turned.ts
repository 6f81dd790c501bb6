import Type, { type Static } from 'typebox';
import { defineEvent } from '../event-definition.js';
import { DayText, InstantText, TenantId } from '../scalars.js';

export const TurnedDay = Type.Object({
  tenant: TenantId,
  /** The local day that has begun on the tenant's clock. */
  day: DayText,
  /** The clock's instant. */
  now: InstantText,
});
export type TurnedDay = Static<typeof TurnedDay>;

/** Internal to segmentation: a tenant's clock reached a new local day; one message a day, in order with the amounts. */
export const DayTurned = defineEvent({
  type: 'orderweave.day-turned.v1',
  topic: 'segmentation.month-amounts',
  schema: TurnedDay,
  key: (turned) => turned.tenant,
});
