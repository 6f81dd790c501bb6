import Type, { type Static } from 'typebox';
import { defineEvent } from '../event-definition.js';
import { InstantText, TenantId } from '../scalars.js';

export const MovedClock = Type.Object({
  tenant: TenantId,
  mode: Type.Union([Type.Literal('wall'), Type.Literal('manual')]),
  now: InstantText,
});
export type MovedClock = Static<typeof MovedClock>;

/** A tenant's clock was moved or changed its mode. */
export const ClockMoved = defineEvent({
  type: 'orderweave.clock-moved.v1',
  topic: 'tenants.clock',
  schema: MovedClock,
  key: (clock) => clock.tenant,
});
