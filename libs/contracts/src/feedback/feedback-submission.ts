import Type, { type Static } from 'typebox';
import { IDENTIFIER_KINDS } from '../orders/order-submission.js';

/** What a customer can say: satisfaction with one occasion (1–5), likelihood to recommend (0–10), a complaint, a review (1–5). */
export const FEEDBACK_KINDS = ['csat', 'nps', 'complaint', 'review'] as const;
export type FeedbackKind = (typeof FEEDBACK_KINDS)[number];

/** The scale of each kind that has a score, both ends included. */
export const FEEDBACK_SCALES = {
  csat: { least: 1, most: 5 },
  nps: { least: 0, most: 10 },
  review: { least: 1, most: 5 },
} as const satisfies Partial<Record<FeedbackKind, { least: number; most: number }>>;

/** Most characters of what a customer wrote. */
export const LONGEST_FEEDBACK = 4_000;

const Instant = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2})$',
  description: 'ISO 8601 date and time with offset',
});
const Channel = Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{0,63}$' });

/** One message about one word of feedback: a revision of it. A later revision replaces all of an earlier one, its text included. */
export const FeedbackSubmission = Type.Object(
  {
    channel: Channel,
    feedbackId: Type.String({ minLength: 1, maxLength: 128 }),
    kind: Type.Enum(FEEDBACK_KINDS),
    score: Type.Optional(Type.Integer({ minimum: 0, maximum: 10, description: 'CSAT and review 1–5, NPS 0–10' })),
    text: Type.Optional(Type.String({ maxLength: LONGEST_FEEDBACK, description: 'In the words of the customer' })),
    language: Type.Optional(Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$', description: 'BCP 47' })),
    givenAt: Instant,
    updatedAt: Type.Optional(Instant),
    order: Type.Optional(
      Type.Object(
        {
          channel: Type.Optional(Channel),
          externalId: Type.String({ minLength: 1, maxLength: 128 }),
        },
        { additionalProperties: false, description: 'The order that it is about; of the same channel unless told' },
      ),
    ),
    identifiers: Type.Optional(
      Type.Array(
        Type.Object(
          { kind: Type.Enum(IDENTIFIER_KINDS), value: Type.String({ minLength: 1, maxLength: 256 }) },
          { additionalProperties: false },
        ),
        { maxItems: 20, description: 'Whose it is; customer ids are those of the channel of the order' },
      ),
    ),
    sku: Type.Optional(Type.String({ minLength: 1, maxLength: 128, description: 'The product that it is about' })),
  },
  { additionalProperties: false, $id: 'FeedbackSubmission' },
);
export type FeedbackSubmission = Static<typeof FeedbackSubmission>;
