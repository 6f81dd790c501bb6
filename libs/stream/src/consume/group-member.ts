import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer, Kafka, TopicPartitionOffset } from 'kafkajs';
import type { Logger } from 'pino';
import { streamMetrics } from '../stream-metrics.js';
import { backoff } from './backoff.js';

/** Which group, and what it reads. */
export interface GroupSettings {
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly sessionTimeoutMs: number;
}

/** Called when the group was joined anew: claims of before are void, and these partitions, by topic, are now this member's. */
export type Joined = (assignment: Readonly<Record<string, readonly number[]>>) => void;

/**
 * A member of a consumer group, which tells who reads what; it outlives its kafkajs consumers: one that crashed, for whatever reason, is
 * replaced by a new one after a pause. kafkajs restarts itself after some crashes only, and with the connections of the one that crashed.
 * Every partition is paused in kafkajs: it joins, beats and leaves, and what is read is read by the `LogFetcher`.
 */
export class GroupMember {
  private consumer: Consumer;
  private stopping = false;
  private crashes = 0;
  private lastSign = Date.now();
  private readonly offsets = new Map<string, TopicPartitionOffset>();
  private telling: Promise<void> | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly settings: GroupSettings,
    private readonly joined: Joined,
    private readonly log: Logger,
  ) {
    this.consumer = this.create();
  }

  /** The kafkajs consumer of this moment. */
  get current(): Consumer {
    return this.consumer;
  }

  /** Milliseconds since it last joined or beat. */
  get silentMs(): number {
    return Date.now() - this.lastSign;
  }

  /** Joins the group; rejects when Kafka cannot be reached. */
  async start(): Promise<void> {
    await this.run(this.consumer);
  }

  /** Tells Kafka how far a partition was handled. Only for those who watch its offsets: PostgreSQL's are the ones that count. */
  handled(offset: TopicPartitionOffset): void {
    this.offsets.set(`${offset.topic}/${offset.partition}`, offset);
    this.telling ??= this.tell().finally(() => (this.telling = undefined));
  }

  /** Leaves the group. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.telling;
    await this.consumer.stop();
    await this.consumer.disconnect();
  }

  private async tell(): Promise<void> {
    while (this.offsets.size > 0) {
      const told = [...this.offsets.values()];
      this.offsets.clear();
      await this.consumer
        .commitOffsets(told)
        .catch((error: Error) => this.log.debug({ err: error }, 'offsets not told'));
    }
  }

  private create(): Consumer {
    const { groupId, sessionTimeoutMs, topics } = this.settings;
    const consumer = this.kafka.consumer({
      groupId,
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: Math.floor(sessionTimeoutMs / 10),
      rebalanceTimeout: sessionTimeoutMs * 2,
      // How often it looks whether it is time for a heartbeat.
      maxWaitTimeInMs: 250,
      allowAutoTopicCreation: false,
      retry: { retries: 8, initialRetryTime: 100, maxRetryTime: 2_000, restartOnFailure: async () => false },
    });
    const sign = () => {
      this.crashes = 0;
      this.lastSign = Date.now();
    };
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      sign();
      consumer.pause(topics.map((topic) => ({ topic })));
      if (!this.stopping && consumer === this.consumer) this.joined(payload.memberAssignment);
    });
    consumer.on(consumer.events.HEARTBEAT, sign);
    consumer.on(consumer.events.CRASH, ({ payload }) => void this.replace(consumer, payload.error));
    return consumer;
  }

  private async run(consumer: Consumer): Promise<void> {
    await consumer.connect();
    await consumer.subscribe({ topics: [...this.settings.topics], fromBeginning: true });
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => undefined });
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
