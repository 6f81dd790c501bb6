import type { FollowedPartition } from '../fetch/followed-partition.js';
import type { OpenClaim } from './partition-claims.js';
import { worthWaiting } from './worth-waiting.js';

/** A partition that this process reads and takes to commits. */
export class PartitionWork {
  /** Whether a slice of it is in hand. */
  busy = false;
  /** Epoch milliseconds at which it began to wait for more; undefined while it does not. */
  private lingersSince: number | undefined;

  constructor(
    readonly open: OpenClaim,
    public followed: FollowedPartition,
    /** See `Flow`. */
    readonly lingers: boolean,
  ) {}

  /** Whether its next batch waits for more, with so many records ahead of it, at a moment in epoch milliseconds. */
  waitsForMore(ahead: number, full: number, now: number): boolean {
    this.lingersSince ??= now;
    const own = this.followed.waitingRecords;
    const waits = worthWaiting({ own, ahead, waitedMs: now - this.lingersSince, full });
    if (!waits) this.lingersSince = undefined;
    return waits;
  }
}
