import { setTimeout as sleep } from 'node:timers/promises';
import { HeldPartitionError, StaleOwnerError } from '@orderweave/postgres';
import type { EachBatchPayload, KafkaMessage, TopicPartitionOffset } from 'kafkajs';
import type { Logger } from 'pino';
import { streamMetrics } from '../stream-metrics.js';
import { BatchAbandonedError, type BatchRunner } from './batch-runner.js';
import type { OpenClaim, PartitionClaims } from './partition-claims.js';

/** How long to wait before a held partition is asked for again. */
const HELD_PAUSE_MS = 50;

/** Limits of consumption. */
export interface ConsumptionLimits {
  /** Most records in one transaction. */
  batchRecords: number;
  /** Most bytes in one transaction. */
  batchBytes: number;
  heartbeatMs: number;
}

/** What a partition consumer works with. */
export interface ConsumerParts {
  readonly claims: PartitionClaims;
  readonly runnerOf: (topic: string) => BatchRunner;
  readonly log: Logger;
  /** Makes the consumer read on from an offset. */
  readonly seek: (to: TopicPartitionOffset) => void;
  /** Called after each commit, and when a batch is out of hand. */
  readonly progressed: () => void;
}

/** Takes what kafkajs fetched of one partition to commits, in slices, with heartbeats, from the offset that PostgreSQL holds. */
export class PartitionConsumer {
  private inHand = 0;

  constructor(
    private readonly parts: ConsumerParts,
    private readonly limits: ConsumptionLimits,
  ) {}

  /** Claims what the group has assigned, and reads on from PostgreSQL's offsets: Kafka's may lie ahead, with nothing new to come. */
  async takeUp(assignment: Readonly<Record<string, readonly number[]>>): Promise<void> {
    this.parts.claims.renew();
    for (const [topic, partitions] of Object.entries(assignment)) {
      for (const partition of partitions) {
        // What cannot be claimed at this moment, or is given away again, is taken up with its first batch or by its next owner.
        await this.readOn(topic, partition).catch((error: Error) =>
          this.parts.log.info({ err: error, topic, partition }, 'not taken up yet'),
        );
      }
    }
  }

  /** Whether a batch is in hand. */
  get isBusy(): boolean {
    return this.inHand > 0;
  }

  /** For kafkajs `run({ eachBatch })`. */
  async eachBatch(payload: EachBatchPayload): Promise<void> {
    this.inHand++;
    try {
      await this.take(payload);
    } finally {
      this.inHand--;
      this.parts.progressed();
    }
  }

  private async take(payload: EachBatchPayload): Promise<void> {
    const { batch, isRunning, isStale } = payload;
    const open = await this.claimOf(payload);
    if (!open) return;
    const alive = () => isRunning() && !isStale() && this.parts.claims.holds(open);
    if (!alive() || this.reposition(payload, open)) return;
    const beat = this.keepBeating(payload, open);
    try {
      for (const slice of this.slices(batch.messages, open.nextOffset)) {
        if (!alive()) break;
        await this.commitSlice(payload, open, slice, alive);
      }
    } catch (error) {
      if (error instanceof BatchAbandonedError) return;
      if (!(error instanceof StaleOwnerError)) throw error;
      await this.giveUp(open, error);
    } finally {
      clearInterval(beat);
    }
  }

  /** The claim of a batch's partition; undefined while it is held: Kafka then gives the same batch out again. */
  private async claimOf({ batch: { topic, partition }, heartbeat }: EachBatchPayload): Promise<OpenClaim | undefined> {
    try {
      return await this.parts.claims.of(topic, partition);
    } catch (error) {
      if (!(error instanceof HeldPartitionError)) throw error;
      await sleep(HELD_PAUSE_MS);
      await heartbeat();
      return undefined;
    }
  }

  private async readOn(topic: string, partition: number): Promise<void> {
    const { claims, seek } = this.parts;
    const open = await claims.of(topic, partition);
    if (claims.holds(open)) seek({ topic, partition, offset: open.nextOffset.toString() });
  }

  private async commitSlice(
    { batch: { topic, partition }, resolveOffset, commitOffsetsIfNecessary, heartbeat }: EachBatchPayload,
    open: OpenClaim,
    slice: KafkaMessage[],
    alive: () => boolean,
  ): Promise<void> {
    const last = slice.at(-1);
    if (!last) return;
    await this.parts.runnerOf(topic).run(open.claim, slice, alive);
    open.nextOffset = BigInt(last.offset) + 1n;
    resolveOffset(last.offset);
    this.parts.progressed();
    // Only for those who watch Kafka's own offsets, and as a place to start from; PostgreSQL's offset is the one that counts.
    const offset = open.nextOffset.toString();
    await commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset }] }] });
    await heartbeat();
  }

  /** Once a claim: reads on from PostgreSQL's offset, wherever Kafka would have begun. */
  private reposition({ batch }: EachBatchPayload, open: OpenClaim): boolean {
    if (open.positioned) return false;
    open.positioned = true;
    const first = BigInt(batch.firstOffset() ?? open.nextOffset);
    if (first <= open.nextOffset) return false;
    this.parts.seek({ topic: batch.topic, partition: batch.partition, offset: open.nextOffset.toString() });
    return true;
  }

  private keepBeating({ heartbeat }: EachBatchPayload, open: OpenClaim): NodeJS.Timeout {
    return setInterval(() => {
      heartbeat().catch((error: Error) =>
        this.parts.log.info({ err: error, topic: open.claim.topic }, 'heartbeat refused'),
      );
    }, this.limits.heartbeatMs);
  }

  private async giveUp(open: OpenClaim, error: Error): Promise<void> {
    if (!this.parts.claims.holds(open)) return;
    open.lost = true;
    if (await this.parts.claims.isOwnerless(open)) return;
    streamMetrics.staleOwners.inc();
    this.parts.log.warn({ err: error }, 'partition has another owner; waiting for the group to say so');
    await sleep(this.limits.heartbeatMs);
  }

  private *slices(messages: readonly KafkaMessage[], from: bigint): Iterable<KafkaMessage[]> {
    let slice: KafkaMessage[] = [];
    let bytes = 0;
    for (const message of messages) {
      if (BigInt(message.offset) < from) continue;
      slice.push(message);
      bytes += message.value?.length ?? 0;
      if (slice.length >= this.limits.batchRecords || bytes >= this.limits.batchBytes) {
        yield slice;
        slice = [];
        bytes = 0;
      }
    }
    if (slice.length > 0) yield slice;
  }
}
