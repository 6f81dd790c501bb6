import { CustomerFeedback, type Activity, type FeedbackMeaning, type Profile } from '@orderweave/contracts';
import { isEvent, type BatchHandler, type Received } from '@orderweave/stream';
import type { LedgerParts } from '../ledger/apply-activity.js';
import { applyFeedback } from './apply-feedback.js';

type News = Received<Profile> | Received<Activity>;
type Heard = Received<FeedbackMeaning>;

/** A handler that also takes in what customers said, in the same transaction; batches without feedback pay nothing for it. */
export function hearingFeedback(handle: BatchHandler<News>, parts: LedgerParts): BatchHandler<News | Heard> {
  const hearing: BatchHandler<News | Heard> = async (events, tx, context) => {
    const feedback = events.filter((one): one is Heard => isEvent(one, CustomerFeedback));
    if (feedback.length === 0) return handle(events as readonly News[], tx, context);
    const news = events.filter((one): one is News => !isEvent(one, CustomerFeedback));
    // Who the customers are comes first: what they said is told with it.
    const handled = news.length > 0 ? await handle(news, tx, context) : undefined;
    const heard = await applyFeedback(feedback, tx, parts);
    return {
      emits: [...(handled?.emits ?? []), ...(heard.emits ?? [])],
      outcomes: new Map([...(handled?.outcomes ?? []), ...(heard.outcomes ?? [])]),
    };
  };
  return Object.defineProperty(hearing, 'name', { value: handle.name });
}
