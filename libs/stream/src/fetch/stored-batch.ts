import { crc32c } from '../broker/crc32c.js';
import { decompress } from './decompress.js';
import { decodeRecords, type LogRecord } from './log-record.js';

const HEADER = 61;
const FORMAT = 2;
const CODEC = 0x07;
const APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;

/** A record batch as Kafka stores it, not yet unpacked (message format 2; kafka.apache.org/documentation, Record Batch). */
export interface StoredBatch {
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  /** False for markers of transactions and what was aborted: nobody is to see their records. */
  readonly visible: boolean;
  /** Header and records. */
  readonly bytes: Buffer;
}

/** A transaction that was aborted, and the first offset that it wrote in the partition. */
export interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: bigint;
}

/**
 * Splits what was fetched into its whole batches, one after the other; the last one may have been cut off. Throws on the first one whose
 * checksum is wrong.
 */
export function* splitBatches(
  fetched: Buffer,
  aborted: readonly AbortedTransaction[] = [],
): Generator<StoredBatch, void, undefined> {
  const ahead = aborted.toSorted((a, b) => (a.firstOffset < b.firstOffset ? -1 : 1));
  const aborting = new Set<bigint>();
  for (let at = 0; at + HEADER <= fetched.length;) {
    const end = at + 12 + fetched.readInt32BE(at + 8);
    if (end > fetched.length) break;
    const bytes = fetched.subarray(at, end);
    at = end;
    if (bytes[16] !== FORMAT) throw new Error(`Message format ${bytes[16]} is older than Kafka 4 keeps`);
    if (bytes.readUInt32BE(17) !== crc32c(bytes.subarray(21))) throw new Error('A record batch has a wrong checksum');
    const firstOffset = bytes.readBigInt64BE(0);
    const lastOffset = firstOffset + BigInt(bytes.readInt32BE(23));
    while (ahead[0] && ahead[0].firstOffset <= lastOffset) aborting.add(ahead.shift()!.producerId);
    const attributes = bytes.readInt16BE(21);
    const producer = bytes.readBigInt64BE(43);
    const isAborted = (attributes & TRANSACTIONAL) !== 0 && aborting.has(producer);
    // Its marker ends a transaction, aborted or not.
    if ((attributes & CONTROL) !== 0) aborting.delete(producer);
    yield { firstOffset, lastOffset, visible: !isAborted && (attributes & CONTROL) === 0, bytes };
  }
}

/** Unpacks a batch; rejects on bytes that are no records. */
export async function unpackBatch({ bytes, firstOffset, visible }: StoredBatch): Promise<LogRecord[]> {
  if (!visible) return [];
  const attributes = bytes.readInt16BE(21);
  const fixedTime = (attributes & APPEND_TIME) !== 0;
  const timestamp = Number(bytes.readBigInt64BE(fixedTime ? 35 : 27));
  const records = await decompress(attributes & CODEC, bytes.subarray(HEADER));
  return decodeRecords(records, bytes.readInt32BE(57), { offset: firstOffset, timestamp, fixedTime });
}
