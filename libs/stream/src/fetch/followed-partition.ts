import type { BrokerPlace } from '../broker/cluster-layout.js';
import type { LogRecord } from './log-record.js';
import { unpackBatch, type StoredBatch } from './stored-batch.js';

/** Bytes as Kafka stores them that wait for their turn; from then on nothing more of the partition is fetched. */
const ENOUGH_BYTES = 2 << 20;

/** Records that stand next to each other, and the offset behind them. */
export interface Slice {
  readonly records: readonly LogRecord[];
  /** May lie behind more than the last record: markers of transactions have offsets too. */
  readonly nextOffset: bigint;
}

/** Most of a slice. */
export interface SliceLimits {
  readonly records: number;
  /** Of keys and values. */
  readonly bytes: number;
  /** Not this offset, nor any behind it. */
  readonly before?: bigint;
}

interface WaitingBatch {
  readonly batch: StoredBatch;
  /** What of it was asked for. */
  readonly from: bigint;
}

/** A partition that is being read: what was fetched and waits, in order, and from where the next fetch goes on. */
export class FollowedPartition {
  /** Who is asked for it; found by the fetcher. */
  leader: BrokerPlace | undefined;
  /** Epoch milliseconds of the last answer about it, or of when nothing had to be asked. */
  lastSign = Date.now();
  /** Not asked for before this moment. */
  restUntil = 0;
  private readonly waiting: WaitingBatch[] = [];
  private waitingBytes = 0;
  private waitingOffsets = 0;
  private unpacked: LogRecord[] = [];
  private behindUnpacked: bigint;

  constructor(
    readonly topic: string,
    readonly partition: number,
    public position: bigint,
  ) {
    this.behindUnpacked = position;
  }

  /** Whether there is something to take. */
  get hasNews(): boolean {
    return this.waiting.length > 0 || this.unpacked.length > 0;
  }

  /** Whether as much waits as should. */
  get isFull(): boolean {
    return this.waitingBytes >= ENOUGH_BYTES;
  }

  /** About how many records wait: offsets are counted, and not each has a record. */
  get waitingRecords(): number {
    return this.waitingOffsets + this.unpacked.length;
  }

  /** Adds what was fetched from `position` on. */
  add(batches: Iterable<StoredBatch>): void {
    for (const batch of batches) {
      if (batch.lastOffset < this.position) continue;
      this.waiting.push({ batch, from: this.position });
      this.waitingBytes += batch.bytes.length;
      this.waitingOffsets += offsetsOf(batch);
      this.position = batch.lastOffset + 1n;
    }
  }

  /** The next records, as many as there are within the limits; one call at a time. Rejects when the next batch cannot be unpacked. */
  async take(limits: SliceLimits): Promise<Slice> {
    const records: LogRecord[] = [];
    for (let bytes = 0; records.length < limits.records && bytes < limits.bytes;) {
      if (this.unpacked.length === 0) {
        const next = this.waiting[0];
        if (!next) break;
        try {
          await this.unpack(next);
        } catch (error) {
          // What came before it is good, and goes its way first.
          if (records.length > 0) break;
          throw error;
        }
        continue;
      }
      const fitting = this.fitting(limits, { records: records.length, bytes });
      if (fitting.length === 0) break;
      for (const record of fitting) {
        records.push(record);
        bytes += record.size;
      }
    }
    return { records, nextOffset: this.unpacked[0]?.offset ?? this.behindUnpacked };
  }

  private async unpack({ batch, from }: WaitingBatch): Promise<void> {
    const records = await unpackBatch(batch);
    this.waiting.shift();
    this.waitingBytes -= batch.bytes.length;
    this.waitingOffsets -= offsetsOf(batch);
    // A fetch begins with the batch that its first offset lies in, and that may begin before.
    this.unpacked = batch.firstOffset >= from ? records : records.filter(({ offset }) => offset >= from);
    this.behindUnpacked = batch.lastOffset + 1n;
  }

  private fitting({ records, bytes, before }: SliceLimits, taken: { records: number; bytes: number }): LogRecord[] {
    let [count, size] = [0, taken.bytes];
    for (const record of this.unpacked) {
      if (taken.records + count >= records || size >= bytes) break;
      if (before !== undefined && record.offset >= before) break;
      size += record.size;
      count++;
    }
    return this.unpacked.splice(0, count);
  }
}

function offsetsOf({ firstOffset, lastOffset }: StoredBatch): number {
  return Number(lastOffset - firstOffset) + 1;
}
