import Type from 'typebox';

/** Statuses in rank order: of two revisions with the same updated-at the higher rank is the newer. */
export const ORDER_STATUSES = [
  'cart',
  'inquiry',
  'draft',
  'quote',
  'placed',
  'paid',
  'fulfilled',
  'completed',
  'cancelled',
  'voided',
] as const;

export const OrderStatus = Type.Enum(ORDER_STATUSES);
export type OrderStatus = (typeof ORDER_STATUSES)[number];
