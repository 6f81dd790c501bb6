import Type, { type Static } from 'typebox';
import { defineEvent } from '../event-definition.js';
import { Revision } from '../orders/order-recorded.js';
import { DayText, IdentifierText, InstantText, OrderKey, TenantId } from '../scalars.js';
import { FEEDBACK_KINDS } from './feedback-submission.js';

export const RecordedFeedback = Type.Object({
  tenant: TenantId,
  channel: Type.String(),
  feedbackId: Type.String(),
  revision: Revision,
  kind: Type.Enum(FEEDBACK_KINDS),
  /** On the scale of its kind; absent where there is none. */
  score: Type.Optional(Type.Integer({ minimum: 0, maximum: 10 })),
  /** In the words of the customer: personal data, on this topic alone. */
  text: Type.Optional(Type.String()),
  /** BCP 47. */
  language: Type.Optional(Type.String()),
  givenAt: InstantText,
  /** Day of given-at in the tenant's time zone. */
  givenOn: DayText,
  order: Type.Optional(OrderKey),
  /** Normalised `<kind>:<value>`. */
  identifiers: Type.Array(IdentifierText),
  sku: Type.Optional(Type.String()),
});
export type RecordedFeedback = Static<typeof RecordedFeedback>;

/** The newest known revision of what a customer said was durably accepted. */
export const FeedbackRecorded = defineEvent({
  type: 'orderweave.feedback-recorded.v1',
  topic: 'feedback.recorded',
  schema: RecordedFeedback,
  // What is said of one order stays in order; what names none, by itself.
  key: (feedback) => `${feedback.tenant}/${feedback.order ?? `${feedback.channel}/${feedback.feedbackId}`}`,
});
