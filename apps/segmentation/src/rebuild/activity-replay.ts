import { randomUUID } from 'node:crypto';
import { CustomerActivity } from '@orderweave/contracts';
import type { Claim } from '@orderweave/postgres';
import { GroupConsumer, type KafkaAccess } from '@orderweave/stream';
import type { EachBatchPayload } from 'kafkajs';
import type { Logger } from 'pino';
import type { ShadowState } from './shadow-state.js';

const { topic } = CustomerActivity;
const BATCH_RECORDS = 5_000;
const CONCURRENCY = 4;
/** Batches in a row from further on than asked for; then there is nothing in between. */
const MOST_LEAPS = 50;
const SESSION_TIMEOUT_MS = 15_000;

/** By partition, the next offset to read. */
export type Positions = ReadonlyMap<number, bigint>;

/**
 * Reads the log of activities into a shadow, never beyond the limits that it is told: what the live service has not read yet is left for it
 * to tell. A consumer of its own group, whose offsets are in the shadow.
 */
export class ActivityReplay {
  private readonly consumer: GroupConsumer;
  private readonly claims = new Map<number, Claim>();
  private readonly next = new Map<number, bigint>();
  private limits: Positions = new Map();
  private waiting: { resolve: () => void; reject: (error: unknown) => void } | undefined;
  private stopping = false;
  private readonly paused = new Set<number>();
  private leaps = 0;

  constructor(
    kafka: KafkaAccess,
    private readonly shadow: ShadowState,
    log: Logger,
  ) {
    const settings = { topics: [topic], sessionTimeoutMs: SESSION_TIMEOUT_MS, concurrency: CONCURRENCY };
    const hooks = {
      eachBatch: (payload: EachBatchPayload) => this.eachBatch(payload),
      joined: (assignment: Readonly<Record<string, number[]>>) => this.takeUp(assignment[topic] ?? []),
    };
    this.consumer = new GroupConsumer(
      kafka.client,
      { groupId: `segmentation-rebuild-${randomUUID()}`, ...settings },
      hooks,
      log,
    );
  }

  /** Claims the partitions in the shadow and joins. */
  async start(partitions: Iterable<number>): Promise<void> {
    const owner = randomUUID();
    for (const partition of partitions) {
      const claim = await this.shadow.offsets.claim(topic, partition, owner);
      this.claims.set(partition, claim);
      this.next.set(partition, claim.nextOffset);
    }
    await this.consumer.start();
  }

  /** How far it has read. */
  get positions(): Positions {
    return this.next;
  }

  /** Resolves when everything before `limits` is recorded in the shadow, or when it was stopped. */
  async reach(limits: Positions): Promise<void> {
    this.limits = limits;
    if (this.stopping || this.isThere()) return;
    const reached = new Promise<void>((resolve, reject) => (this.waiting = { resolve, reject }));
    for (const partition of [...this.paused]) if (!this.isAtLimit(partition)) this.goOn(partition);
    await reached;
  }

  /** Has `reach` return, wherever it is. */
  abandon(): void {
    this.stopping = true;
    this.waiting?.resolve();
  }

  /** Ends after the batches in hand. */
  async stop(): Promise<void> {
    this.abandon();
    await this.consumer.stop();
    await this.consumer.disconnect();
  }

  private takeUp(partitions: readonly number[]): void {
    this.paused.clear();
    for (const partition of partitions) {
      const offset = this.next.get(partition);
      if (offset !== undefined) this.consumer.current.seek({ topic, partition, offset: offset.toString() });
    }
  }

  private async eachBatch({ batch, heartbeat, isRunning, isStale }: EachBatchPayload): Promise<void> {
    const { partition, messages } = batch;
    const claim = this.claims.get(partition);
    const alive = () => isRunning() && !isStale() && !this.stopping;
    try {
      // What was fetched before a seek may come after it, from further on.
      if (claim && alive() && this.leaps < MOST_LEAPS && this.leapsOver(partition, messages[0]?.offset)) {
        this.leaps++;
        return this.consumer.current.seek({ topic, partition, offset: this.next.get(partition)!.toString() });
      }
      this.leaps = 0;
      while (claim && alive() && !this.isAtLimit(partition)) {
        const [from, limit] = [this.next.get(partition)!, this.limits.get(partition)!];
        const slice = messages
          .filter(({ offset }) => BigInt(offset) >= from && BigInt(offset) < limit)
          .slice(0, BATCH_RECORDS);
        if (slice.length === 0) break;
        await this.shadow.apply(claim, slice, alive);
        this.next.set(partition, BigInt(slice.at(-1)!.offset) + 1n);
        await heartbeat();
      }
    } catch (error) {
      if (!alive()) return;
      this.waiting?.reject(error);
      throw error;
    }
    if (this.isAtLimit(partition)) this.rest(partition);
    else if (alive()) this.consumer.current.seek({ topic, partition, offset: this.next.get(partition)!.toString() });
    if (this.isThere()) this.waiting?.resolve();
  }

  private leapsOver(partition: number, offset: string | undefined): boolean {
    return offset !== undefined && !this.isAtLimit(partition) && BigInt(offset) > this.next.get(partition)!;
  }

  private rest(partition: number): void {
    this.paused.add(partition);
    this.consumer.current.pause([{ topic, partitions: [partition] }]);
  }

  private goOn(partition: number): void {
    this.paused.delete(partition);
    this.consumer.current.seek({ topic, partition, offset: this.next.get(partition)!.toString() });
    this.consumer.current.resume([{ topic, partitions: [partition] }]);
  }

  private isAtLimit(partition: number): boolean {
    return (this.next.get(partition) ?? 0n) >= (this.limits.get(partition) ?? 0n);
  }

  private isThere(): boolean {
    return [...this.limits.keys()].every((partition) => this.isAtLimit(partition));
  }
}
