import type { Occasion } from '../deadlines/publish-judgement.js';
import type { TenantMoment } from '../models/tenant-moment.js';
import type { CustomerState } from './customer-state.js';
import type { CustomerNews } from './gather-batch.js';
import type { Replaced } from './ledger-entry.store.js';

/** The document that brought a change about is the one placed last; one that only changed hands makes it true now. */
export function occasionOf(
  state: CustomerState,
  { profile }: CustomerNews,
  documents: readonly Replaced[],
  moment: TenantMoment,
): Occasion {
  let last = documents[0]!.document;
  for (const { document: next } of documents) {
    const [a, b] = [next.activity, last.activity];
    if (a.placedAt > b.placedAt || (a.placedAt === b.placedAt && a.order > b.order)) last = next;
  }
  const { activity, received } = last;
  const moved = activity.cause === 'identity';
  const { purchaseDays, documentDays, intentDays } = state.ledger;
  // A customer that was merged away keeps nothing: what that changes is not its own doing.
  const emptied = purchaseDays.length + documentDays.length + intentDays.length === 0;
  const cause = { type: activity.cause, ref: activity.order };
  return {
    effectiveAt: moved ? moment.now : Date.parse(activity.placedAt),
    cause: () => cause,
    silent: profile?.mergedInto !== undefined || (moved && emptied),
    ...(received.traceparent && { traceparent: received.traceparent }),
  };
}
