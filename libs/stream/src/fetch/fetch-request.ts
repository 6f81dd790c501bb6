import { ByteWriter, type ByteReader } from '@orderweave/postgres';
import type { KafkaRequest } from '../broker/kafka-connection.js';
import type { AbortedTransaction } from './stored-batch.js';

const FETCH = 1;
const READ_COMMITTED = Buffer.from([1]);
/** No fetch sessions: each request says all. */
const NO_SESSION = { id: 0, epoch: -1 };

/** Where to read a partition on. */
export interface FetchPosition {
  readonly topic: string;
  readonly partition: number;
  readonly position: bigint;
}

/** How much a fetch brings, and how long Kafka waits for the first byte. */
export interface FetchLimits {
  readonly waitMs: number;
  readonly bytes: number;
  readonly partitionBytes: number;
}

/** What Kafka had for one partition. */
export interface Fetched {
  readonly topic: string;
  readonly partition: number;
  /** Kafka's error code, or 0. */
  readonly code: number;
  readonly aborted: readonly AbortedTransaction[];
  readonly records: Buffer;
}

/** A request for what stands behind these positions, of transactions only what was committed. */
export function fetchRequest(from: readonly FetchPosition[], limits: FetchLimits): KafkaRequest {
  const byTopic = groupBy(from);
  const writer = new ByteWriter(256 + from.length * 64);
  writer.int32(-1).int32(limits.waitMs).int32(1).int32(limits.bytes).raw(READ_COMMITTED);
  writer.int32(NO_SESSION.id).int32(NO_SESSION.epoch).int32(byTopic.size);
  for (const [topic, positions] of byTopic) {
    writer.shortText(topic).int32(positions.length);
    for (const { partition, position } of positions)
      writer.int32(partition).int32(-1).int64(position).int64(-1n).int32(limits.partitionBytes);
  }
  return { apiKey: FETCH, apiVersion: 11, body: writer.int32(0).shortText('').take() };
}

/** What a fetch brought, partition by partition. */
export function readFetched(answer: ByteReader): Fetched[] {
  answer.int32();
  const code = answer.int16();
  answer.int32();
  const fetched: Fetched[] = [];
  for (let topics = answer.int32(); topics > 0; topics--) {
    const topic = answer.shortText() ?? '';
    for (let partitions = answer.int32(); partitions > 0; partitions--) {
      const partition = answer.int32();
      const ownCode = answer.int16();
      // High watermark, last stable offset and begin of the log: read elsewhere where they are asked for.
      answer.raw(24);
      const aborted: AbortedTransaction[] = [];
      for (let left = answer.int32(); left > 0; left--)
        aborted.push({ producerId: answer.int64(), firstOffset: answer.int64() });
      answer.int32();
      // A copy: records that wait must not keep all in memory that came with them.
      const records = Buffer.from(answer.raw(Math.max(0, answer.int32())));
      fetched.push({ topic, partition, code: code || ownCode, aborted, records });
    }
  }
  return fetched;
}

function groupBy(positions: readonly FetchPosition[]): Map<string, FetchPosition[]> {
  const byTopic = new Map<string, FetchPosition[]>();
  for (const one of positions) {
    const known = byTopic.get(one.topic);
    if (known) known.push(one);
    else byTopic.set(one.topic, [one]);
  }
  return byTopic;
}
