import { Injectable } from '@nestjs/common';
import { FeedbackRecorded, type RecordedFeedback } from '@orderweave/contracts';
import { compareRevisions, judgeRevision, type RevisionResult } from '@orderweave/domain-ordering';
import { emit, type Transaction } from '@orderweave/postgres';
import { feedbackKey, FeedbackHeadStore } from './feedback-head.store.js';

/**
 * The one way in for feedback. Invariant: `feedback.recorded` gets every revision that became the newest of its feedback, in the transaction that
 * made it so; of several revisions in one request only the greatest.
 */
@Injectable()
export class FeedbackGate {
  constructor(private readonly heads: FeedbackHeadStore) {}

  /** Admits feedback, durable when `tx` commits. Results in the order given: of equal revisions the first is accepted. */
  async admit(
    tx: Transaction,
    list: readonly RecordedFeedback[],
    cause: { readonly traceparent: string },
  ): Promise<RevisionResult[]> {
    if (list.length === 0) return [];
    const greatest = greatestOfEach(list);
    const raised = await this.heads.raise(tx, greatest);
    const accepted = greatest.filter((feedback) => raised.has(feedbackKey(feedback)));
    tx.publish(accepted.map((feedback) => emit(FeedbackRecorded, feedback, cause)));
    const overtaken = greatest.filter((feedback) => !raised.has(feedbackKey(feedback)));
    const newest =
      overtaken.length > 0 ? await this.heads.read(tx, overtaken) : new Map<string, RecordedFeedback['revision']>();
    return list.map((feedback) => {
      const key = feedbackKey(feedback);
      if (accepted.includes(feedback)) {
        newest.set(key, feedback.revision);
        return 'accepted';
      }
      // What stands beside a greater revision in the request is older than it, wherever it stands.
      const head = newest.get(key) ?? greatest.find((one) => feedbackKey(one) === key)?.revision;
      return judgeRevision(feedback.revision, head);
    });
  }
}

/** The first of the greatest revisions of each, sorted by key: transactions that lock rows in one order never lock each other out. */
function greatestOfEach(list: readonly RecordedFeedback[]): RecordedFeedback[] {
  const greatest = new Map<string, RecordedFeedback>();
  for (const feedback of list) {
    const known = greatest.get(feedbackKey(feedback));
    if (!known || compareRevisions(feedback.revision, known.revision) > 0)
      greatest.set(feedbackKey(feedback), feedback);
  }
  return [...greatest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, feedback]) => feedback);
}
