import type { Month } from '@orderweave/domain-ordering';
import type { Transaction } from '@orderweave/postgres';
import type { BatchContext } from '@orderweave/stream';
import type { PolicyDirectory } from '../policies/policy-directory.js';
import { MonthLadder } from './month-ladder.js';
import { readMonth } from './month-tier.store.js';

interface OwnedPartition {
  epoch: string;
  /** By tenant and month; the one used last stands last. */
  readonly ladders: Map<string, MonthLadder>;
}

/** Customers on ladders in memory beyond which those unused longest are dropped; they are rebuilt when they are needed. */
const MOST_ENTRIES = 4_000_000;
const LEAST_LADDERS = 2;

/**
 * The ladders of the partitions that this process owns. When a partition comes (back) to it, its ladders are rebuilt
 * from the stored amounts: another owner may have gone on meanwhile.
 */
export class LadderMemory {
  private readonly partitions = new Map<number, OwnedPartition>();

  constructor(
    private readonly policies: PolicyDirectory,
    private readonly mostEntries = MOST_ENTRIES,
  ) {}

  /** The ladder of a month within a batch; a rollback puts it back. */
  async open(tx: Transaction, context: BatchContext, tenant: string, month: Month): Promise<MonthLadder> {
    const { ladders } = this.ownedBy(context);
    const key = `${tenant}/${month}`;
    let ladder = ladders.get(key);
    if (ladder) {
      const known = ladder;
      tx.onRollback(() => known.revert());
    } else {
      ladder = new MonthLadder(tenant, month, await this.policies.forMonth(tx, tenant, month));
      tx.onRollback(() => ladders.delete(key));
      ladder.rebuild(await readMonth(tx, tenant, month));
    }
    const opened = ladder;
    tx.onCommit(() => opened.keep());
    ladders.delete(key);
    ladders.set(key, ladder);
    return ladder;
  }

  /** The ladder of a month by the policy that is now in force for it, rebuilt: what no longer holds comes out of the next `settle`. */
  reopen(tx: Transaction, context: BatchContext, tenant: string, month: Month): Promise<MonthLadder> {
    this.ownedBy(context).ladders.delete(`${tenant}/${month}`);
    return this.open(tx, context, tenant, month);
  }

  /** Drops the ladders unused longest once they hold too much; call it between batches. */
  trim(context: BatchContext): void {
    const { ladders } = this.ownedBy(context);
    let entries = 0;
    for (const { ladder } of ladders.values()) entries += ladder.size;
    for (const [key, { ladder }] of ladders) {
      if (entries <= this.mostEntries || ladders.size <= LEAST_LADDERS) return;
      ladders.delete(key);
      entries -= ladder.size;
    }
  }

  private ownedBy({ partition, epoch }: BatchContext): OwnedPartition {
    let owned = this.partitions.get(partition);
    if (owned?.epoch !== epoch) this.partitions.set(partition, (owned = { epoch, ladders: new Map() }));
    return owned;
  }
}
