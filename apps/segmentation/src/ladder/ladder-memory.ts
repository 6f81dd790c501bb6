import type { Month } from '@orderweave/domain-ordering';
import type { Transaction } from '@orderweave/postgres';
import type { BatchContext } from '@orderweave/stream';
import type { PolicyDirectory } from '../policies/policy-directory.js';
import type { SegmentationPolicy } from '../policies/segmentation-policy.js';
import { readWindows } from '../windows/customer-window.store.js';
import { WindowLadders } from '../windows/window-ladders.js';
import { MonthLadder } from './month-ladder.js';
import { readMonth } from './month-tier.store.js';
import { PartitionMemory } from './partition-memory.js';

/** Customers on ladders in memory beyond which those unused longest are dropped; they are rebuilt when they are needed. */
const MOST_ENTRIES = 4_000_000;
const LEAST_LADDERS = 2;

/** The ladders of the partitions that this process owns, rebuilt from what is stored when they are not there. */
export class LadderMemory {
  private readonly memory = new PartitionMemory<MonthLadder>();
  private readonly windows = new PartitionMemory<WindowLadders>();

  constructor(
    private readonly policies: PolicyDirectory,
    private readonly mostEntries = MOST_ENTRIES,
  ) {}

  /** The ladder of a month within a batch; a rollback puts it back. */
  open(tx: Transaction, context: BatchContext, tenant: string, month: Month): Promise<MonthLadder> {
    return this.memory.open(tx, context, `${tenant}/${month}`, async () => {
      const ladder = new MonthLadder(tenant, month, await this.policies.forMonth(tx, tenant, month));
      await ladder.rebuild(readMonth(tx, tenant, month));
      return ladder;
    });
  }

  /** The ladder of a month by the policy that is now in force for it, rebuilt: what no longer holds comes out of the next `settle`. */
  reopen(tx: Transaction, context: BatchContext, tenant: string, month: Month): Promise<MonthLadder> {
    this.memory.residentsOf(context).delete(`${tenant}/${month}`);
    return this.open(tx, context, tenant, month);
  }

  /** A tenant's ladders over windows of time by a policy, within a batch; those by another policy are rebuilt. */
  openWindows(tx: Transaction, context: BatchContext, policy: SegmentationPolicy): Promise<WindowLadders> {
    const { tenant, version } = policy;
    const residents = this.windows.residentsOf(context);
    const known = residents.get(tenant);
    if (known?.policy.version !== version || known.isLost) residents.delete(tenant);
    return this.windows.open(tx, context, tenant, async () => {
      const ladders = new WindowLadders(policy);
      await ladders.rebuild(readWindows(tx, tenant));
      return ladders;
    });
  }

  /** Drops the months' ladders unused longest once they hold too much; call it between batches. */
  trim(context: BatchContext): void {
    const ladders = this.memory.residentsOf(context);
    let entries = 0;
    for (const { ladder } of ladders.values()) entries += ladder.size;
    for (const [key, { ladder }] of ladders) {
      if (entries <= this.mostEntries || ladders.size <= LEAST_LADDERS) return;
      ladders.delete(key);
      entries -= ladder.size;
    }
  }
}
