import type { FeedbackMeaning } from '@orderweave/contracts';
import type { Reason } from '@orderweave/domain-segmentation';

/** The names of the reasons of a transition by feedback. */
export const FEEDBACK_REASON = {
  kind: 'feedback-kind',
  nps: 'nps-score',
  csat: 'csat-score',
  review: 'review-score',
  sentiment: 'feedback-sentiment',
  on: 'feedback-on',
  order: 'feedback-order',
  product: 'feedback-product',
} as const;

/** The scores up to which somebody is a detractor. */
const DETRACTOR_UP_TO = { nps: 6, csat: 2, review: 2 } as const;

/** What was said, without its words: personal data stays in the profile. `previous`: the score of the same kind before. */
export function feedbackReasons(meaning: FeedbackMeaning, previous: number | undefined): Reason[] {
  const { kind, score, sentiment, givenOn, order, sku } = meaning;
  const reasons: Reason[] = [{ name: FEEDBACK_REASON.kind, value: kind }];
  if (kind !== 'complaint' && score !== undefined) {
    const before = previous === undefined ? {} : { previous };
    reasons.push({ name: FEEDBACK_REASON[kind], value: score, threshold: DETRACTOR_UP_TO[kind], ...before });
  }
  reasons.push({ name: FEEDBACK_REASON.sentiment, value: sentiment }, { name: FEEDBACK_REASON.on, value: givenOn });
  if (order !== undefined) reasons.push({ name: FEEDBACK_REASON.order, value: order });
  if (sku !== undefined) reasons.push({ name: FEEDBACK_REASON.product, value: sku });
  return reasons;
}
