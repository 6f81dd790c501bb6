import type { RecordedFeedback, Sentiment } from '@orderweave/contracts';
import type { JudgedFeedback } from '@orderweave/domain-network';

/** A word of feedback as it is in force: its newest revision, how it is judged and whose it is. */
export interface FeedbackState extends Omit<RecordedFeedback, 'tenant'> {
  readonly sentiment: Sentiment;
  readonly basis: JudgedFeedback['basis'];
  readonly detractor: boolean;
  /** Null: nobody is known (yet). */
  readonly customerId: string | null;
  /** Whether it has ever belonged to anybody. */
  readonly attached: boolean;
  /** Counts what it came to mean to anybody, from 1 on. */
  readonly version: number;
}

/** What happens to one word of feedback in a batch. */
export interface FeedbackChange {
  readonly before: FeedbackState | undefined;
  readonly after: FeedbackState;
  /** The trace of the message that brought a revision; none when it only passed on. */
  readonly traceparent?: string | undefined;
}

/** `<channel>/<feedback id>`: a word of feedback within its tenant. */
export function feedbackKey({ channel, feedbackId }: Pick<RecordedFeedback, 'channel' | 'feedbackId'>): string {
  return `${channel}/${feedbackId}`;
}

/** What feedback is found by when the order or somebody's identifiers change. */
export function referencesOf({ order, identifiers }: Pick<FeedbackState, 'order' | 'identifiers'>): string[] {
  return [...(order === undefined ? [] : [orderReference(order)]), ...identifiers];
}

/** No identifier is of the kind "order". */
export function orderReference(order: string): string {
  return `order:${order}`;
}
