import type { Transaction } from '@orderweave/postgres';
import type { Crossing } from './judge-segments.js';
import { enterSegments, leaveSegments } from './segment-member.store.js';

/** Writes where customers are after all their crossings: who went in and out again is where it was. */
export async function saveCrossings(tx: Transaction, tenant: string, crossings: readonly Crossing[]): Promise<void> {
  const last = new Map(
    crossings.map((crossing) => [`${crossing.segment.segment_id}/${crossing.change.customerId}`, crossing]),
  );
  const all = [...last.values()].map(({ segment, change }) => ({
    segmentId: segment.segment_id,
    customerId: change.customerId,
    enteredAt: change.effectiveAt,
    version: segment.version,
    entered: change.to !== null,
  }));
  // Also who enters is taken out first: it may have left and come back.
  await leaveSegments(tx, tenant, all);
  await enterSegments(
    tx,
    tenant,
    all.filter(({ entered }) => entered),
  );
}
