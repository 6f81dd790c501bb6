import { ENTITLEMENT_KINDS } from '@orderweave/contracts';
import Type, { type Static } from 'typebox';

const closed = { additionalProperties: false };
const Name = Type.String({ pattern: '^[a-z][a-z0-9-]{0,62}$' });
const Words = Type.Object({ 'zh-CN': Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }, closed);

/** In which state of a customer a strategy may apply; `tier` is that of the last closed month: nobody gains or loses anything from order to order. */
export const STRATEGY_STATES = ['tier', 'value-band', 'stage', 'rfm', 'risk', 'segment'] as const;
export type StrategyState = (typeof STRATEGY_STATES)[number];

export type EntitlementKind = (typeof ENTITLEMENT_KINDS)[number];

/** What customers are entitled to while they are in one of some states; of a `segment`, `in` is its id, one a strategy. */
export const Strategy = Type.Object(
  {
    id: Name,
    name: Words,
    state: Type.Enum(STRATEGY_STATES),
    in: Type.Array(Type.String({ minLength: 1 }), { minItems: 1, uniqueItems: true }),
    grants: Type.Array(
      Type.Object(
        {
          kind: Type.Enum(ENTITLEMENT_KINDS),
          /** It ends so many days after the customer came into the state, even if it goes on; without it, with the state. */
          validDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 3_660 })),
          /** What it is in particular, for the shop: a code, a percentage, a product list. */
          detail: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
        },
        closed,
      ),
      { minItems: 1, maxItems: 20 },
    ),
  },
  closed,
);
export type Strategy = Static<typeof Strategy>;
