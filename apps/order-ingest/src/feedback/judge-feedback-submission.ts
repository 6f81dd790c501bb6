import type { FeedbackSubmission, RecordedFeedback } from '@orderweave/contracts';
import type { TenantSettings } from '@orderweave/domain-ordering';
import { mayUse } from '../orders/judge-submission.js';
import type { FeedbackFault } from './feedback-fault.js';
import { feedbackFaults } from './feedback-faults.js';
import { recordFeedback } from './record-feedback.js';

/** A submission that was looked at: feedback that can be recorded, or all that is wrong with it. */
export type JudgedSubmission =
  | { readonly feedback: RecordedFeedback; readonly warnings: readonly FeedbackFault[]; readonly faults?: undefined }
  | { readonly feedback?: undefined; readonly warnings?: undefined; readonly faults: readonly FeedbackFault[] };

/** For whom feedback is taken in, and when (epoch milliseconds). */
export interface JudgingTerms {
  readonly settings: TenantSettings;
  /** Channels that the sender may use; `*` for all. */
  readonly channels: readonly string[];
  readonly now: number;
}

/** Looks at one submission of a channel that the sender may use. */
export function judgeFeedbackSubmission(value: unknown, { settings, channels, now }: JudgingTerms): JudgedSubmission {
  const faults = feedbackFaults(value, now);
  const named = (value as { order?: { channel?: unknown } } | null | undefined)?.order?.channel;
  if (typeof named === 'string' && !mayUse(channels, named) && !faults.some(({ field }) => field === '/order/channel'))
    faults.push({ field: '/order/channel', value: named, rule: 'channel-not-allowed' });
  if (faults.length > 0) return { faults };
  const { feedback, warnings } = recordFeedback(value as FeedbackSubmission, settings);
  // All that it named turned out to identify nobody.
  if (feedback.order === undefined && feedback.identifiers.length === 0) return { faults: warnings };
  return { feedback, warnings };
}
