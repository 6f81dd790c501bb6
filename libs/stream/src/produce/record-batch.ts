import { ByteWriter, type OutboxRecord } from '@orderweave/postgres';
import { compressFrame } from 'lz4-napi';
import { crc32c } from '../broker/crc32c.js';
import type { ProducerIdentity } from './produce-request.js';

const LZ4 = 3;
const MAGIC = 2;

/** Whose batch it is and which it is, so that Kafka takes it once (idempotent producer). */
export interface BatchIdentity extends ProducerIdentity {
  /** Number of the first record in its partition, by this producer. */
  readonly sequence: number;
  /** Epoch milliseconds. */
  readonly timestamp: number;
}

/** A Kafka record batch (message format 2), compressed with LZ4 frames on a thread of its own. */
export async function encodeRecordBatch(records: readonly OutboxRecord[], identity: BatchIdentity): Promise<Buffer> {
  const compressed = await compressFrame(encodeRecords(records));
  const { producerId, producerEpoch, sequence, timestamp } = identity;
  const time = BigInt(timestamp);
  const writer = new ByteWriter(compressed.length + 64);
  writer.int64(0n).int32(0).int32(0).int8(MAGIC).int32(0);
  const checked = writer.length;
  writer
    .int16(LZ4)
    .int32(records.length - 1)
    .int64(time)
    .int64(time);
  writer.int64(producerId).int16(producerEpoch).int32(sequence).int32(records.length).raw(compressed);
  // The length counts from behind itself.
  writer.patchInt32(8, writer.length - 12);
  writer.patchInt32(checked - 4, crc32c(writer.since(checked)) | 0);
  return writer.take();
}

function encodeRecords(records: readonly OutboxRecord[]): Buffer {
  let size = 0;
  for (const { body } of records) size += body.length + 16;
  const writer = new ByteWriter(size);
  records.forEach(({ body }, index) => {
    // Attributes and the time's difference are one byte each, both 0.
    writer.varint(2 + varintLength(index) + body.length);
    writer.int8(0).varint(0).varint(index).raw(body);
  });
  return writer.since(0);
}

/** Bytes of a varint that is not negative. */
function varintLength(value: number): number {
  if (value < 1 << 6) return 1;
  if (value < 1 << 13) return 2;
  return value < 1 << 20 ? 3 : 4;
}
