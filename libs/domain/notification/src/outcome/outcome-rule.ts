import Type, { type Static } from 'typebox';

/** No rule watches for orders longer than this. */
export const LONGEST_WINDOW_DAYS = 90;
/** Days in which an order may be placed after an alert, unless the rule says otherwise. */
export const USUAL_WINDOW_DAYS = 30;

/** What counts as the success of a rule's alerts; what is not stated follows from the transition. */
export const OutcomeRule = Type.Object(
  {
    /** Whether an order afterwards is a recovery; unless stated, it is one when the transition was for the worse. */
    winnable: Type.Optional(Type.Boolean()),
    /** Days of 24 hours after the alert in which the order must be placed; 30 unless stated. */
    windowDays: Type.Optional(Type.Integer({ minimum: 1, maximum: LONGEST_WINDOW_DAYS })),
    /** Whether a recovery resolves the alert; so it does unless stated. */
    resolves: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type OutcomeRule = Static<typeof OutcomeRule>;
