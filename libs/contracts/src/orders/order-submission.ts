import Type, { type Static } from 'typebox';
import { ORDER_STATUSES } from './order-status.js';

const Money = Type.Union(
  [Type.String({ pattern: '^-?\\d{1,15}(\\.\\d{1,6})?$' }), Type.Number({ minimum: -1e15, maximum: 1e15 })],
  {
    description: 'Decimal with at most 6 decimals, as text ("14.665") or number',
    remedy: 'a decimal such as "14.665"',
  },
);
const Instant = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2})$',
  description: 'ISO 8601 date and time with offset',
  remedy: 'a date and time with offset, such as "2026-11-22T09:30:00+08:00"',
});

/** Kinds of identifier that an order can carry as evidence of who ordered. */
export const IDENTIFIER_KINDS = [
  'customer-id',
  'email',
  'phone',
  'tax-id',
  'wechat-open-id',
  'wechat-union-id',
  'company-domain',
] as const;

export const OrderLineSubmission = Type.Object(
  {
    sku: Type.String({ minLength: 1, maxLength: 128 }),
    name: Type.Optional(Type.String({ maxLength: 500 })),
    category: Type.Optional(Type.String({ maxLength: 200 })),
    quantity: Money,
    unitPrice: Money,
    discount: Type.Optional(Money),
  },
  { additionalProperties: false },
);

/**
 * One message about one order, as a channel sends it by HTTP, file or Kafka: one revision of the order. A `credit-note` is a
 * document of its own; with `refundsOrder` it belongs to that order of the same channel, without it counts on its own date.
 */
export const OrderSubmission = Type.Object(
  {
    channel: Type.String({
      pattern: '^[a-z0-9][a-z0-9._-]{0,63}$',
      remedy: 'lower-case letters, digits, ".", "_" or "-", such as "shopify-eu"',
    }),
    externalId: Type.String({ minLength: 1, maxLength: 128 }),
    kind: Type.Optional(Type.Union([Type.Literal('order'), Type.Literal('credit-note')])),
    refundsOrder: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    status: Type.Optional(Type.Enum(ORDER_STATUSES)),
    placedAt: Instant,
    updatedAt: Type.Optional(Instant),
    currency: Type.String({ pattern: '^[A-Z]{3}$', remedy: 'an ISO 4217 code in capitals, such as "EUR"' }),
    identifiers: Type.Optional(
      Type.Array(
        Type.Object(
          {
            kind: Type.Enum(IDENTIFIER_KINDS),
            value: Type.String({ minLength: 1, maxLength: 256 }),
          },
          { additionalProperties: false },
        ),
        { maxItems: 20 },
      ),
    ),
    customerName: Type.Optional(Type.String({ maxLength: 300 })),
    company: Type.Optional(Type.String({ maxLength: 300 })),
    industry: Type.Optional(
      Type.String({ maxLength: 100, description: 'What the company does, as your system calls it' }),
    ),
    companySize: Type.Optional(
      Type.String({ maxLength: 50, description: 'How large it is, as your system calls it: "50-249", "large"' }),
    ),
    salesRep: Type.Optional(Type.String({ maxLength: 128 })),
    shipTo: Type.Optional(
      Type.Object(
        {
          name: Type.Optional(Type.String({ maxLength: 300 })),
          street: Type.Optional(Type.String({ maxLength: 500 })),
          city: Type.Optional(Type.String({ maxLength: 200 })),
          region: Type.Optional(Type.String({ maxLength: 200 })),
          postalCode: Type.Optional(Type.String({ maxLength: 32 })),
          country: Type.Optional(Type.String({ maxLength: 100 })),
        },
        { additionalProperties: false },
      ),
    ),
    lines: Type.Array(OrderLineSubmission, { minItems: 1, maxItems: 10_000 }),
    shipping: Type.Optional(Money),
    tax: Type.Optional(Money),
    refunds: Type.Optional(
      Type.Array(
        Type.Object(
          { id: Type.String({ minLength: 1, maxLength: 128 }), amount: Money, refundedAt: Type.Optional(Instant) },
          { additionalProperties: false },
        ),
        { maxItems: 1000 },
      ),
    ),
  },
  { additionalProperties: false, $id: 'OrderSubmission' },
);
export type OrderSubmission = Static<typeof OrderSubmission>;
