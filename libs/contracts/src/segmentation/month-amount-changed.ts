import Type, { type Static } from 'typebox';
import { defineEvent } from '../event-definition.js';
import { DecimalText, InstantText, MonthText, OrderKey, TenantId } from '../scalars.js';

export const MonthAmount = Type.Object({
  tenant: TenantId,
  customerId: Type.String(),
  month: MonthText,
  /** The customer's whole net amount of the month, base currency. */
  amount: DecimalText,
  /** Of two amounts of one (customer, month) the greater version holds. */
  version: Type.Integer({ minimum: 1 }),
  /** The order that moved it last. */
  order: OrderKey,
  /** When that order was revised, as its activity says. */
  revisedAt: Type.Optional(InstantText),
  /** True: the order only passed to this customer, or from it. */
  moved: Type.Optional(Type.Boolean()),
});
export type MonthAmount = Static<typeof MonthAmount>;

/** Internal to segmentation: from the ledger (by customer) to the ladder (by tenant, one writer). */
export const MonthAmountChanged = defineEvent({
  type: 'orderweave.month-amount-changed.v1',
  topic: 'segmentation.month-amounts',
  schema: MonthAmount,
  key: (amount) => amount.tenant,
});
