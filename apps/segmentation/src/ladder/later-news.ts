import type { TierCause } from './tier-changes.js';

/** Of two things that moved a ladder in a batch, `next` after `known`, the news: what was only just placed, else what was revised last. */
export function laterNews(known: TierCause | undefined, next: TierCause): TierCause {
  if (known === undefined || next.revisedAt === undefined) return next;
  return known.revisedAt === undefined || known.revisedAt > next.revisedAt ? known : next;
}
