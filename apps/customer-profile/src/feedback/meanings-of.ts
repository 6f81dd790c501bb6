import { CustomerFeedback, type FeedbackMeaning } from '@orderweave/contracts';
import { emit, type Emission } from '@orderweave/stream';
import { feedbackKey, type FeedbackChange, type FeedbackState } from './feedback-state.js';

/** What changed feedback now means to its customer, and to the one whom it left; nothing when it means what it meant before. */
export function meaningsOf(tenant: string, { before, after, traceparent }: FeedbackChange): Emission[] {
  const emissions: Emission[] = [];
  const moved = before !== undefined && before.customerId !== after.customerId;
  // Whoever gets what belonged to somebody already did not just say it.
  const cause = moved && before.attached ? 'identity' : 'feedback';
  if (moved && before.customerId !== null) {
    const left = { ...meaningOf(tenant, after, before.customerId), counts: false, cause } as const;
    emissions.push(emit(CustomerFeedback, left, { traceparent }));
  }
  if (after.customerId === null) return emissions;
  const now = { ...meaningOf(tenant, after, after.customerId), cause } as const;
  if (!moved && before && isSame(meaningOf(tenant, before, after.customerId), now)) return emissions;
  return [...emissions, emit(CustomerFeedback, now, { traceparent })];
}

function meaningOf(tenant: string, state: FeedbackState, customerId: string): Omit<FeedbackMeaning, 'cause'> {
  const { version, kind, score, sentiment, detractor, givenAt, givenOn, order, sku } = state;
  return {
    ...{ tenant, customerId, feedback: feedbackKey(state), version, kind },
    ...(score !== undefined && { score }),
    ...{ sentiment, detractor, givenAt, givenOn },
    ...(order !== undefined && { order }),
    ...(sku !== undefined && { sku }),
    counts: true,
  };
}

function isSame(a: Omit<FeedbackMeaning, 'cause'>, b: Omit<FeedbackMeaning, 'cause'>): boolean {
  const fields = ['kind', 'score', 'sentiment', 'detractor', 'givenAt', 'givenOn', 'order', 'sku'] as const;
  return fields.every((field) => a[field] === b[field]);
}
