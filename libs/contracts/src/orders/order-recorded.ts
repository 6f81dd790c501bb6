import Type, { type Static } from 'typebox';
import { defineEvent } from '../event-definition.js';
import { DayText, DecimalText, IdentifierText, InstantText, TenantId } from '../scalars.js';
import { OrderStatus } from './order-status.js';

export const RecordedLine = Type.Object({
  sku: Type.String(),
  name: Type.Optional(Type.String()),
  category: Type.Optional(Type.String()),
  quantity: DecimalText,
  unitPrice: DecimalText,
  discount: DecimalText,
  /** quantity × unit price − discount, in the document's currency. */
  amount: DecimalText,
});
export type RecordedLine = Static<typeof RecordedLine>;

/** A revision's place in the total order of its document's revisions: updated-at, then status rank, then content hash. */
export const Revision = Type.Object({
  updatedAt: InstantText,
  rank: Type.Integer({ minimum: 0 }),
  hash: Type.String({ minLength: 16, maxLength: 64 }),
});
export type Revision = Static<typeof Revision>;

export const RecordedOrder = Type.Object({
  tenant: TenantId,
  channel: Type.String(),
  externalId: Type.String(),
  kind: Type.Union([Type.Literal('order'), Type.Literal('credit-note')]),
  /** External id (same channel) of the order that a credit note refunds. */
  refundsOrder: Type.Optional(Type.String()),
  status: OrderStatus,
  /** Whether the status is one that counts (placed, paid, fulfilled, completed). */
  counts: Type.Boolean(),
  revision: Revision,
  placedAt: InstantText,
  /** Day of placed-at in the tenant's time zone. */
  placedOn: DayText,
  currency: Type.String(),
  /** Normalised `<kind>:<value>`; empty for an anonymous order. */
  identifiers: Type.Array(IdentifierText),
  customerName: Type.Optional(Type.String()),
  company: Type.Optional(Type.String()),
  industry: Type.Optional(Type.String()),
  companySize: Type.Optional(Type.String()),
  salesRep: Type.Optional(Type.String()),
  shipTo: Type.Optional(Type.Record(Type.String(), Type.String())),
  lines: Type.Array(RecordedLine),
  /** Refunds that the revision itself carries, in the tenant's base currency (document currency while unvalued). */
  refunds: Type.Array(Type.Object({ id: Type.String(), amount: DecimalText })),
  /** Value by the tenant's value basis before refunds, in the tenant's base currency; absent while no rate is known. */
  value: Type.Optional(DecimalText),
  baseCurrency: Type.String(),
});
export type RecordedOrder = Static<typeof RecordedOrder>;

/** The newest known revision of an order or credit note was durably accepted. */
export const OrderRecorded = defineEvent({
  type: 'orderweave.order-recorded.v1',
  topic: 'orders.recorded',
  schema: RecordedOrder,
  // A credit note shares its order's key, so that the two never race each other through two partitions.
  key: (order) => `${order.tenant}/${order.channel}/${order.refundsOrder ?? order.externalId}`,
});
