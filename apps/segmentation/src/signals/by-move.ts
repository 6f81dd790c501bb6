import type { Day } from '@orderweave/domain-ordering';
import { assessSignals, type Signal, type SignalPolicy } from '@orderweave/domain-segmentation';
import type { KeyedFacts } from './signal-facts.store.js';
import type { KnownMove } from './signal-move.store.js';

/** A customer as of a day on which signals begin. */
export interface MovedCase {
  readonly facts: KeyedFacts;
  readonly moves: readonly KnownMove[];
  readonly day: Day;
  readonly policy: SignalPolicy;
}

/**
 * Whether signals that begin on a day do so by a merge or a split alone: by what left the customer, or where without what joined it they would
 * not be given. On days after the move it is time, or the customer, that brings them about.
 */
export function beginsByMove({ facts, moves, day, policy }: MovedCase): (signal: Signal) => boolean {
  const recent = moves.filter(({ movedOn }) => day <= movedOn);
  if (recent.length === 0) return () => false;
  if (recent.some(({ joined }) => !joined)) return () => true;
  const joined = new Set(recent.flatMap(({ order }) => order ?? []));
  const orders = facts.orders.filter(({ key }) => !joined.has(key));
  const own = assessSignals({ facts: { ...facts, orders }, day, policy });
  const told = recent.some(({ order }) => order === null);
  return ({ signal, subject }) =>
    (told && signal === 'complaint-unanswered-by-order') ||
    !own.some((one) => one.signal === signal && one.subject === subject);
}
