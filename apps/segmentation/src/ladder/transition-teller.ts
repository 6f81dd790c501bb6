import type { Transaction } from '@orderweave/postgres';
import type { TenantMoment } from '../models/tenant-moment.js';
import type { Change } from '../transitions/change.js';
import { composeTransitions } from '../transitions/compose-transitions.js';
import { Breath } from '../pieces/breath.js';

/** Changes that are told at once. */
export const TOLD_AT_ONCE = 1_000;

/** Tells what changes while a batch is handled: what was told is written before the next is made, so that a million need no memory. */
export class TransitionTeller {
  private readonly breath = new Breath();
  private readonly counts = new Map<Change['kind'], number>();

  constructor(private readonly tx: Transaction) {}

  /** Publishes changes as transitions, in their order. */
  async tell(changes: readonly Change[], moments: ReadonlyMap<string, TenantMoment>): Promise<void> {
    for (let at = 0; at < changes.length; at += TOLD_AT_ONCE) {
      const some = changes.slice(at, at + TOLD_AT_ONCE);
      const emissions = await composeTransitions(this.tx, some, moments);
      // To write them takes about as long as to make them.
      await this.breath.take();
      this.tx.publish(emissions);
      for (const { kind } of some) this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
      await this.breath.take();
    }
  }

  /** How many were told, by kind. */
  get told(): { kind: Change['kind']; count: number }[] {
    return [...this.counts].map(([kind, count]) => ({ kind, count }));
  }
}
