import { randomUUID } from 'node:crypto';
import { CustomerActivity } from '@orderweave/contracts';
import type { Claim } from '@orderweave/postgres';
import { LogFetcher, type FollowedPartition, type KafkaAccess } from '@orderweave/stream';
import type { Logger } from 'pino';
import type { ShadowState } from './shadow-state.js';

const { topic } = CustomerActivity;
const SLICE = { records: 5_000, bytes: 8 << 20 };
const CONCURRENCY = 4;

/** By partition, the next offset to read. */
export type Positions = ReadonlyMap<number, bigint>;

interface Reading {
  readonly claim: Claim;
  readonly followed: FollowedPartition;
  busy: boolean;
}

/**
 * Reads the log of activities into a shadow, never beyond the limits that it is told: what the live service has not read yet is left for it
 * to tell. It belongs to no group; its offsets are in the shadow.
 */
export class ActivityReplay {
  private readonly admin: ReturnType<KafkaAccess['client']['admin']>;
  private readonly fetcher: LogFetcher;
  private readonly readings = new Map<number, Reading>();
  private readonly next = new Map<number, bigint>();
  private limits: Positions = new Map();
  private waiting: { resolve: () => void; reject: (error: unknown) => void } | undefined;
  private inHand = new Set<Promise<void>>();
  private stopping = false;

  constructor(
    kafka: KafkaAccess,
    private readonly shadow: ShadowState,
    log: Logger,
  ) {
    this.admin = kafka.client.admin();
    this.fetcher = new LogFetcher({ admin: this.admin, options: kafka.options, log }, () => this.pump());
  }

  /** Claims the partitions in the shadow and begins to read; rejects when Kafka cannot be reached. */
  async start(partitions: Iterable<number>): Promise<void> {
    await this.admin.connect();
    const owner = randomUUID();
    for (const partition of partitions) {
      const claim = await this.shadow.offsets.claim(topic, partition, owner);
      const followed = this.fetcher.follow(topic, partition, claim.nextOffset);
      this.readings.set(partition, { claim, followed, busy: false });
      this.next.set(partition, claim.nextOffset);
    }
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
    this.pump();
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
    await Promise.all(this.inHand);
    this.fetcher.close();
    await this.admin.disconnect();
  }

  private pump(): void {
    for (const [partition, reading] of this.readings) {
      if (this.stopping || this.inHand.size >= CONCURRENCY) return;
      if (reading.busy || this.isAtLimit(partition) || !reading.followed.hasNews) continue;
      const handling = this.handle(partition, reading);
      this.inHand.add(handling);
      void handling.finally(() => {
        this.inHand.delete(handling);
        this.pump();
      });
    }
  }

  private async handle(partition: number, reading: Reading): Promise<void> {
    reading.busy = true;
    try {
      const slice = await reading.followed.take({ ...SLICE, before: this.limits.get(partition)! });
      this.fetcher.taken();
      await this.shadow.apply(reading.claim, slice, () => !this.stopping);
      this.next.set(partition, slice.nextOffset);
      if (this.isThere()) this.waiting?.resolve();
    } catch (error) {
      if (!this.stopping) this.waiting?.reject(error);
    } finally {
      reading.busy = false;
    }
  }

  private isAtLimit(partition: number): boolean {
    return (this.next.get(partition) ?? 0n) >= (this.limits.get(partition) ?? 0n);
  }

  private isThere(): boolean {
    return [...this.limits.keys()].every((partition) => this.isAtLimit(partition));
  }
}
