import type { Transaction } from '@orderweave/postgres';
import type { BatchContext } from '@orderweave/stream';

/** State that is kept in memory from batch to batch. */
export interface Resident {
  /** The transaction committed: what was changed stays. */
  keep(): void;
  /** The transaction rolled back: puts everything back as it was before it. */
  revert(): void;
}

interface OwnedPartition<T> {
  readonly epoch: string;
  /** The one used last stands last. */
  readonly residents: Map<string, T>;
}

/**
 * What is kept in memory for the partitions that this process owns. When a partition comes (back) to it, all of it is rebuilt from
 * what is stored: another owner may have gone on meanwhile.
 */
export class PartitionMemory<T extends Resident> {
  private readonly partitions = new Map<number, OwnedPartition<T>>();

  /** One's state within a batch, built if it is not there; a rollback puts it back. Call it once a batch and key. */
  async open(tx: Transaction, context: BatchContext, key: string, build: () => Promise<T>): Promise<T> {
    const residents = this.residentsOf(context);
    let resident = residents.get(key);
    if (resident) {
      const known = resident;
      tx.onRollback(() => known.revert());
    } else {
      tx.onRollback(() => residents.delete(key));
      resident = await build();
    }
    const opened = resident;
    tx.onCommit(() => opened.keep());
    residents.delete(key);
    residents.set(key, resident);
    return resident;
  }

  /** All that is in memory for a partition, what was used longest ago first. */
  residentsOf({ partition, epoch }: BatchContext): Map<string, T> {
    let owned = this.partitions.get(partition);
    if (owned?.epoch !== epoch) this.partitions.set(partition, (owned = { epoch, residents: new Map() }));
    return owned.residents;
  }
}
