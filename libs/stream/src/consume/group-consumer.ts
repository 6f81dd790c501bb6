import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { Logger } from 'pino';
import { streamMetrics } from '../stream-metrics.js';
import { backoff } from './backoff.js';

/** What a group consumer reads, and how. */
export interface GroupSettings {
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly sessionTimeoutMs: number;
  /** Partitions handled at the same time. */
  readonly concurrency: number;
}

/** What a group consumer calls. */
export interface GroupHooks {
  readonly eachBatch: (payload: EachBatchPayload) => Promise<void>;
  /** The group was joined anew: claims of before are void, and these partitions, by topic, are now this member's. */
  readonly joined: (assignment: Readonly<Record<string, number[]>>) => void;
}

/**
 * A member of a consumer group that outlives its kafkajs consumers: one that crashed, for whatever reason, is replaced by a new
 * one after a pause. kafkajs restarts itself after some crashes only, and with the connections of the one that crashed.
 */
export class GroupConsumer {
  private consumer: Consumer;
  private stopping = false;
  private crashes = 0;
  private lastSign = Date.now();

  constructor(
    private readonly kafka: Kafka,
    private readonly settings: GroupSettings,
    private readonly hooks: GroupHooks,
    private readonly log: Logger,
  ) {
    this.consumer = this.create();
  }

  /** The kafkajs consumer of this moment. */
  get current(): Consumer {
    return this.consumer;
  }

  /** Milliseconds since it last fetched or beat. */
  get silentMs(): number {
    return Date.now() - this.lastSign;
  }

  /** Joins the group and begins to read; rejects when Kafka cannot be reached. */
  async start(): Promise<void> {
    await this.run(this.consumer);
  }

  /** Ends after the batches in hand. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.consumer.stop();
  }

  async disconnect(): Promise<void> {
    this.stopping = true;
    await this.consumer.disconnect();
  }

  private create(): Consumer {
    const { groupId, sessionTimeoutMs } = this.settings;
    const consumer = this.kafka.consumer({
      groupId,
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: Math.floor(sessionTimeoutMs / 10),
      rebalanceTimeout: sessionTimeoutMs * 2,
      maxWaitTimeInMs: 250,
      // Some 3,000 orders: a backlog is worked off in batches as large as a transaction may be.
      maxBytesPerPartition: 4 << 20,
      maxBytes: 32 << 20,
      allowAutoTopicCreation: false,
      retry: { retries: 8, initialRetryTime: 100, maxRetryTime: 2_000, restartOnFailure: async () => false },
    });
    const sign = () => {
      this.crashes = 0;
      this.lastSign = Date.now();
    };
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => this.hooks.joined(payload.memberAssignment));
    consumer.on(consumer.events.FETCH, sign);
    consumer.on(consumer.events.HEARTBEAT, sign);
    consumer.on(consumer.events.CRASH, ({ payload }) => void this.replace(consumer, payload.error));
    return consumer;
  }

  private async run(consumer: Consumer): Promise<void> {
    await consumer.connect();
    await consumer.subscribe({ topics: [...this.settings.topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: this.settings.concurrency,
      eachBatch: this.hooks.eachBatch,
    });
  }

  private async replace(crashed: Consumer, error: Error): Promise<void> {
    for (let cause = error; !this.stopping && this.consumer === crashed;) {
      const waitMs = backoff(++this.crashes, Math.random(), { firstMs: 200 });
      this.log.warn({ err: cause, crashes: this.crashes, waitMs }, 'the consumer crashed; a new one takes its place');
      streamMetrics.consumerCrashes.inc();
      await crashed.disconnect().catch(() => undefined);
      await sleep(waitMs);
      if (this.stopping) return;
      crashed = this.consumer = this.create();
      try {
        return await this.run(crashed);
      } catch (failure) {
        cause = failure as Error;
      }
    }
  }
}
