import type { Revision } from '@orderweave/contracts';

/**
 * Total order of a document's revisions: updated-at, then status rank, then content hash. Positive when `a` is the newer,
 * 0 when they are the same revision. Updated-at has a fixed width (milliseconds, UTC), so its text compares like its time.
 */
export function compareRevisions(a: Revision, b: Revision): number {
  if (a.updatedAt !== b.updatedAt) return a.updatedAt < b.updatedAt ? -1 : 1;
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.hash !== b.hash) return a.hash < b.hash ? -1 : 1;
  return 0;
}

/** What became of a revision against the newest known one: newer, the very same, or older. */
export type RevisionResult = 'accepted' | 'duplicate' | 'stale';

/** Judges a revision by the newest known one of its document, if there is any. */
export function judgeRevision(revision: Revision, newest: Revision | undefined): RevisionResult {
  const order = newest ? compareRevisions(revision, newest) : 1;
  if (order > 0) return 'accepted';
  return order === 0 ? 'duplicate' : 'stale';
}
