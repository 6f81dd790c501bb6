import Type, { type Static } from 'typebox';
import { defineEvent } from '../event-definition.js';
import { DayText, DecimalText, InstantText, OrderKey, TenantId } from '../scalars.js';
import { OrderStatus } from '../orders/order-status.js';

export const Activity = Type.Object({
  tenant: TenantId,
  customerId: Type.String(),
  order: OrderKey,
  /** Grows with every change of what this order means to any customer; of two activities of one (customer, order) the greater holds. */
  version: Type.Integer({ minimum: 1 }),
  kind: Type.Union([Type.Literal('order'), Type.Literal('credit-note')]),
  status: OrderStatus,
  channel: Type.String(),
  placedAt: InstantText,
  placedOn: DayText,
  /**
   * When its source revised, cancelled or refunded it, where that is what changed and later than `placedAt`; left out of the first version that
   * is known of it, of a value that came late with a rate, and of what only passed to another customer.
   */
  revisedAt: Type.Optional(InstantText),
  /** Net amount after refunds in the tenant's base currency; `0` when it does not count (yet). */
  netAmount: DecimalText,
  currency: Type.String(),
  /** False: contributes nothing (status does not count, unvalued, attached to its order, or moved to another customer). */
  counts: Type.Boolean(),
  /** True: its day is a purchase day. */
  purchase: Type.Boolean(),
  /** True: a quote, draft, cart or inquiry. */
  intent: Type.Boolean(),
  /** What changed: a revision of the order, or who it belongs to. */
  cause: Type.Union([Type.Literal('order'), Type.Literal('identity')]),
  /** True: goods of it were refunded, by itself or by a credit note that names it. */
  returned: Type.Optional(Type.Boolean()),
  /** What was ordered, by `packLines`; left out of what does not count, and by messages from before there were lines. */
  lines: Type.Optional(
    Type.String({
      description:
        'SKU, category, quantity and net amount between tabs, an order line a text line; tab, line break and backslash in them are escaped by a backslash',
    }),
  ),
});
export type Activity = Static<typeof Activity>;

/** What one order now means to one customer. */
export const CustomerActivity = defineEvent({
  type: 'orderweave.customer-activity.v1',
  topic: 'customers.activity',
  schema: Activity,
  key: (activity) => `${activity.tenant}/${activity.customerId}`,
});
