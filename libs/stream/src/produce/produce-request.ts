import { ByteWriter, type ByteReader } from '@orderweave/postgres';
import type { KafkaRequest } from '../broker/kafka-connection.js';
import { KafkaRefusedError } from '../broker/kafka-error.js';

const PRODUCE = 0;
const INIT_PRODUCER_ID = 22;
const ALL_REPLICAS = -1;
const WITHIN_MS = 25_000;
const DUPLICATE_SEQUENCE = 46;

/** One partition's record batch. */
export interface PartitionBatch {
  readonly topic: string;
  readonly partition: number;
  readonly batch: Buffer;
}

/** A request that gives batches to the leader of their partitions and asks for every replica's word (acks = all). */
export function produceRequest(batches: readonly PartitionBatch[]): KafkaRequest {
  const byTopic = groupByTopic(batches);
  const writer = new ByteWriter(batches.reduce((sum, { batch }) => sum + batch.length + 64, 64));
  writer.int16(-1).int16(ALL_REPLICAS).int32(WITHIN_MS).int32(byTopic.size);
  for (const [topic, ofTopic] of byTopic) {
    writer.shortText(topic).int32(ofTopic.length);
    for (const { partition, batch } of ofTopic) writer.int32(partition).int32(batch.length).raw(batch);
  }
  return { apiKey: PRODUCE, apiVersion: 7, body: writer.take() };
}

/** The batches that were not taken, by `topic/partition`; one that was taken in an earlier attempt is none of them. */
export function readRefusals(answer: ByteReader): Map<string, KafkaRefusedError> {
  const refusals = new Map<string, KafkaRefusedError>();
  for (let topics = answer.int32(); topics > 0; topics--) {
    const topic = answer.shortText();
    for (let partitions = answer.int32(); partitions > 0; partitions--) {
      const key = `${topic}/${answer.int32()}`;
      const code = answer.int16();
      answer.raw(24);
      if (code !== 0 && code !== DUPLICATE_SEQUENCE)
        refusals.set(key, new KafkaRefusedError(`Produce to ${key}`, code));
    }
  }
  return refusals;
}

/** A request for a producer's identity. */
export function initProducerRequest(): KafkaRequest {
  return { apiKey: INIT_PRODUCER_ID, apiVersion: 1, body: new ByteWriter(16).int16(-1).int32(60_000).take() };
}

/** Who a producer is to Kafka. */
export interface ProducerIdentity {
  readonly producerId: bigint;
  readonly producerEpoch: number;
}

/** The identity that Kafka gave; throws `KafkaRefusedError`. */
export function readProducer(answer: ByteReader): ProducerIdentity {
  answer.int32();
  const code = answer.int16();
  if (code !== 0) throw new KafkaRefusedError('InitProducerId', code);
  return { producerId: answer.int64(), producerEpoch: answer.int16() };
}

function groupByTopic(batches: readonly PartitionBatch[]): Map<string, PartitionBatch[]> {
  const groups = new Map<string, PartitionBatch[]>();
  for (const batch of batches) groups.set(batch.topic, [...(groups.get(batch.topic) ?? []), batch]);
  return groups;
}
