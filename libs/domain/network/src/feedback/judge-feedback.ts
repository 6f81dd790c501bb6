import type { FeedbackKind, Sentiment } from '@orderweave/contracts';
import { toneOfText } from './tone-of-text.js';

/** What a word of feedback says, as far as it can be judged. */
export interface SaidFeedback {
  readonly kind: FeedbackKind;
  /** CSAT and review 1–5, NPS 0–10. */
  readonly score?: number | undefined;
  readonly text?: string | undefined;
}

/** How a word of feedback is judged. */
export interface JudgedFeedback {
  readonly sentiment: Sentiment;
  /** What the sentiment goes by. */
  readonly basis: 'score' | 'kind' | 'text' | 'none';
  /** A complaint, or a score of a detractor. */
  readonly detractor: boolean;
}

/** Scores up to `low` are those of a detractor, from `high` on those of somebody content (NPS: Reichheld 2003). */
const CUTS = {
  csat: { low: 2, high: 4 },
  review: { low: 2, high: 4 },
  nps: { low: 6, high: 9 },
} as const;

/**
 * The sentiment of feedback: by the score that the customer gave; a complaint without one is negative whatever its words; only a review without
 * stars goes by its words, of which `toneOfText` knows its limits. Detractor: NPS ≤ 6, CSAT and review ≤ 2, and every complaint.
 */
export function judgeFeedback({ kind, score, text }: SaidFeedback): JudgedFeedback {
  if (kind === 'complaint') return { sentiment: 'negative', basis: 'kind', detractor: true };
  if (score !== undefined) {
    const { low, high } = CUTS[kind];
    const sentiment = score <= low ? 'negative' : score >= high ? 'positive' : 'neutral';
    return { sentiment, basis: 'score', detractor: score <= low };
  }
  const tone = text === undefined ? undefined : toneOfText(text);
  return { sentiment: tone?.sentiment ?? 'neutral', basis: tone ? 'text' : 'none', detractor: false };
}

/** Of a customer by what it said last. */
export const FEEDBACK_STATES = ['complaint', 'detractor', 'neutral', 'content'] as const;
export type FeedbackState = (typeof FEEDBACK_STATES)[number];

/** The state that a word of feedback puts its customer into. */
export function feedbackStateOf({
  kind,
  sentiment,
  detractor,
}: {
  kind: FeedbackKind;
  sentiment: Sentiment;
  detractor: boolean;
}): FeedbackState {
  if (kind === 'complaint') return 'complaint';
  if (detractor) return 'detractor';
  return sentiment === 'positive' ? 'content' : 'neutral';
}
