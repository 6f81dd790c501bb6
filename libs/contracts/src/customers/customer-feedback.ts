import Type, { type Static } from 'typebox';
import { defineEvent } from '../event-definition.js';
import { FEEDBACK_KINDS } from '../feedback/feedback-submission.js';
import { DayText, InstantText, OrderKey, TenantId } from '../scalars.js';

export const SENTIMENTS = ['negative', 'neutral', 'positive'] as const;
export type Sentiment = (typeof SENTIMENTS)[number];

export const FeedbackMeaning = Type.Object({
  tenant: TenantId,
  customerId: Type.String(),
  /** `<channel>/<feedback id>`. */
  feedback: OrderKey,
  /** Grows with every change of what this feedback means to any customer; of two messages of one (customer, feedback) the greater holds. */
  version: Type.Integer({ minimum: 1 }),
  kind: Type.Enum(FEEDBACK_KINDS),
  score: Type.Optional(Type.Integer({ minimum: 0, maximum: 10 })),
  sentiment: Type.Enum(SENTIMENTS),
  /** True: a complaint, or a score of a detractor (NPS ≤ 6, CSAT and review ≤ 2). */
  detractor: Type.Boolean(),
  givenAt: InstantText,
  givenOn: DayText,
  order: Type.Optional(OrderKey),
  sku: Type.Optional(Type.String()),
  /** False: it now belongs to somebody else, or to nobody. */
  counts: Type.Boolean(),
  /** What changed: what was said or whose it was found to be, or that it passed from one customer to another. */
  cause: Type.Enum(['feedback', 'identity']),
});
export type FeedbackMeaning = Static<typeof FeedbackMeaning>;

/** What a word of feedback now means to one customer; without its text. Same topic and key as the activity, so it keeps its place. */
export const CustomerFeedback = defineEvent({
  type: 'orderweave.customer-feedback.v1',
  topic: 'customers.activity',
  schema: FeedbackMeaning,
  key: (meaning) => `${meaning.tenant}/${meaning.customerId}`,
});
