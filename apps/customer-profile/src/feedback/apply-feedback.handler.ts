import type { RecordedFeedback } from '@orderweave/contracts';
import { judgeFeedback, type IdentityPolicy } from '@orderweave/domain-network';
import { compareRevisions } from '@orderweave/domain-ordering';
import type { Transaction } from '@orderweave/postgres';
import { drop, type Emission, type Handled, type Outcome, type Received } from '@orderweave/stream';
import { NeedsExclusiveError, underIdentityLock } from '../identity/tenant-lock.js';
import { ownersOf } from './feedback-owners.js';
import { feedbackKey, type FeedbackChange, type FeedbackState } from './feedback-state.js';
import { lockFeedback, saveFeedback } from './feedback.store.js';
import { meaningsOf } from './meanings-of.js';

type ReceivedFeedback = Received<RecordedFeedback>;

/**
 * Makes the handler that keeps what customers said and tells what it means to them. What names an order or identifiers that nobody has yet waits, and is
 * attached when they come (`followOrders`). Under the exclusive lock of identity: so an order either is seen here, or comes after this and sees it.
 */
export function applyFeedbackTo({ policy }: { readonly policy: IdentityPolicy }) {
  return async function applyFeedback(events: readonly ReceivedFeedback[], tx: Transaction): Promise<Handled> {
    const emits: Emission[] = [];
    const outcomes = new Map<Received, Outcome>();
    const tenants = [...new Set(events.map(({ payload }) => payload.tenant))].sort();
    for (const tenant of tenants) {
      const newest = newestOf(
        events.filter(({ payload }) => payload.tenant === tenant),
        outcomes,
      );
      const changes = await underIdentityLock(tx, tenant, async (mode) => {
        if (mode === 'shared') throw new NeedsExclusiveError('orders must not come in beside');
        return settle(tx, tenant, newest, policy);
      });
      const changed = new Set(changes.map(({ after }) => feedbackKey(after)));
      for (const [key, received] of newest) if (!changed.has(key)) outcomes.set(received, drop('stale-revision'));
      for (const change of changes) emits.push(...meaningsOf(tenant, change));
    }
    return { emits, outcomes };
  };
}

function newestOf(
  events: readonly ReceivedFeedback[],
  outcomes: Map<Received, Outcome>,
): Map<string, ReceivedFeedback> {
  const newest = new Map<string, ReceivedFeedback>();
  for (const received of events) {
    const key = feedbackKey(received.payload);
    const other = newest.get(key);
    const newer = !other || compareRevisions(received.payload.revision, other.payload.revision) > 0;
    if (newer) newest.set(key, received);
    const dropped = newer ? other : received;
    if (dropped) outcomes.set(dropped, drop('stale-revision'));
  }
  return newest;
}

async function settle(
  tx: Transaction,
  tenant: string,
  newest: ReadonlyMap<string, ReceivedFeedback>,
  policy: IdentityPolicy,
): Promise<FeedbackChange[]> {
  const inForce = await lockFeedback(
    tx,
    tenant,
    [...newest.values()].map(({ payload }) => payload),
  );
  const stated = [...newest].filter(([key, { payload }]) => {
    const before = inForce.get(key);
    return !before || compareRevisions(payload.revision, before.revision) > 0;
  });
  const owners = await ownersOf(
    tx,
    tenant,
    stated.map(([, { payload }]) => payload),
    policy,
  );
  const changes = stated.map(([key, { payload, traceparent }], index): FeedbackChange => {
    const before = inForce.get(key);
    return { before, after: stateOf(payload, before, owners[index] ?? null), traceparent };
  });
  await saveFeedback(tx, tenant, changes);
  return changes;
}

function stateOf(
  { tenant: _tenant, ...said }: RecordedFeedback,
  before: FeedbackState | undefined,
  customerId: string | null,
): FeedbackState {
  const { sentiment, basis, detractor } = judgeFeedback(said);
  const attached = (before?.attached ?? false) || customerId !== null;
  return { ...said, sentiment, basis, detractor, customerId, attached, version: (before?.version ?? 0) + 1 };
}
