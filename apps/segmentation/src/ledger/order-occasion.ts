import { becameTrue } from '@orderweave/domain-segmentation';
import type { Occasion } from '../deadlines/publish-judgement.js';
import type { TenantMoment } from '../models/tenant-moment.js';
import type { CustomerState } from './customer-state.js';
import type { CustomerNews } from './gather-batch.js';
import type { Replaced } from './ledger-entry.store.js';

/**
 * The document that brought a change about is the last of `documents` (`inOrder`); one that only changed hands makes it true now.
 */
export function occasionOf(
  state: CustomerState,
  { profile }: CustomerNews,
  documents: readonly Replaced[],
  moment: TenantMoment,
): Occasion {
  const { activity, received } = documents.at(-1)!.document;
  const moved = activity.cause === 'identity';
  const { purchaseDays, documentDays, intentDays } = state.ledger;
  // A customer that was merged away keeps nothing: what that changes is not its own doing.
  const emptied = purchaseDays.length + documentDays.length + intentDays.length === 0;
  const cause = { type: activity.cause, ref: activity.order };
  return {
    effectiveAt: moved ? moment.now : becameTrue(activity, moment.now),
    cause: () => cause,
    silent: profile?.mergedInto !== undefined || (moved && emptied),
    ...(received.traceparent && { traceparent: received.traceparent }),
  };
}

/** Documents by when they were placed or revised, then by key: the last one is the news of them. */
export function inOrder(documents: readonly Replaced[]): readonly Replaced[] {
  if (documents.length === 1) return documents;
  return documents.toSorted(({ document: { activity: a } }, { document: { activity: b } }) => {
    const [at, bt] = [a.revisedAt ?? a.placedAt, b.revisedAt ?? b.placedAt];
    return at === bt ? (a.order < b.order ? -1 : 1) : at < bt ? -1 : 1;
  });
}

/** When the latest revision among documents in order was made, epoch milliseconds. */
export function lastRevision(documents: readonly Replaced[], { now }: TenantMoment): number | undefined {
  const revised = documents.findLast(({ document }) => document.activity.revisedAt !== undefined);
  return revised && becameTrue(revised.document.activity, now);
}
