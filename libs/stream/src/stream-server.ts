import { randomUUID } from 'node:crypto';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { TOPICS, type TopicSettings } from '@orderweave/contracts';
import { OffsetStore, type Database } from '@orderweave/postgres';
import type { Admin } from 'kafkajs';
import type { Logger } from 'pino';
import { ChangeSignal } from './change-signal.js';
import { BatchRunner } from './consume/batch-runner.js';
import { deadLetterTopic } from './consume/dead-letter-message.js';
import { GroupConsumer } from './consume/group-consumer.js';
import { PartitionClaims } from './consume/partition-claims.js';
import { PartitionConsumer } from './consume/partition-consumer.js';
import type { KafkaAccess } from './kafka-client.js';
import { RecordProducer } from './produce/record-producer.js';
import { ProgressReader, type Progress } from './progress.js';
import { Relay, type RelaySettings } from './relay/relay.js';
import type { Topology } from './topology.js';
import { ensureTopics } from './topics/ensure-topics.js';

/** What a stream server is made of, and its limits (all with defaults). */
export interface StreamOptions {
  readonly topology: Topology;
  readonly database: Database;
  readonly kafka: KafkaAccess;
  readonly log: Logger;
  readonly topics?: Readonly<Record<string, TopicSettings>>;
  /** Consumer group, and name of the offsets; the service's name unless told. */
  readonly group?: string;
  /** Partitions handled at the same time. */
  readonly concurrency?: number;
  readonly batchRecords?: number;
  readonly sessionTimeoutMs?: number;
  /** Messages in the outbox at which consumption pauses until the relay has caught up. */
  readonly outboxLimit?: number;
  readonly relay?: RelaySettings;
}

/** Nest's transport for a topology: consumes in batches, publishes through the relay, and can say how far it is. */
export class StreamServer extends Server implements CustomTransportStrategy {
  readonly relay: Relay;
  /** Raised with every commit and every publication. */
  readonly changes = new ChangeSignal();
  private readonly offsets: OffsetStore;
  private readonly admin: Admin;
  private readonly consumer: GroupConsumer | undefined;
  private readonly claims: PartitionClaims;
  private readonly inputs: string[];
  private progressReader: ProgressReader;
  private pressure: NodeJS.Timeout | undefined;
  private lastSign = Date.now();

  constructor(private readonly options: StreamOptions) {
    super();
    const { topology, database, kafka, log, group = topology.service, relay, sessionTimeoutMs = 15_000 } = options;
    this.inputs = [...new Set(topology.flows.flatMap((flow) => flow.consumes.map((event) => event.topic)))];
    this.offsets = new OffsetStore(database, group);
    this.claims = new PartitionClaims(this.offsets, `${topology.service}-${randomUUID()}`);
    this.admin = kafka.client.admin();
    const createProducer = () => new RecordProducer(this.admin, kafka.options);
    this.relay = new Relay(database, createProducer, log, { ...relay, onPublished: () => this.changes.raise() });
    this.progressReader = new ProgressReader(this.admin, this.offsets, this.relay, this.inputs);
    if (this.inputs.length > 0) this.consumer = this.createConsumer(group, sessionTimeoutMs);
  }

  override async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      await this.admin.connect();
      await ensureTopics(this.admin, this.wantedTopics(), this.options.log);
      this.relay.start();
      await this.consumer?.start();
      this.pressure = setInterval(() => void this.relievePressure(), 1_000);
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Finishes the batches in hand, publishes the outbox, disconnects. */
  override async close(): Promise<void> {
    clearInterval(this.pressure);
    await this.consumer?.stop();
    await this.relay.stop();
    await this.consumer?.disconnect();
    await this.admin.disconnect();
  }

  /** How far the service is behind what was sent to it, asked at this moment. */
  progress(): Promise<Progress> {
    return this.progressReader.read();
  }

  /** Milliseconds since the consumer last fetched, beat or committed: what liveness watches. */
  sinceLastSign(): number {
    return this.consumer ? Date.now() - this.lastSign : 0;
  }

  override on(): never {
    throw new Error('A stream server has no events of its own; see its metrics and progress()');
  }

  override unwrap<T>(): T {
    return this.consumer?.current as T;
  }

  private createConsumer(groupId: string, sessionTimeoutMs: number): GroupConsumer {
    const { kafka, log, concurrency = 3, batchRecords = 2_000 } = this.options;
    const alive = () => void (this.lastSign = Date.now());
    const progressed = () => {
      alive();
      this.changes.raise();
    };
    const partitions = new PartitionConsumer(
      { claims: this.claims, runnerOf: this.runners(), log, progressed, seek: (to) => this.consumer?.current.seek(to) },
      { batchRecords, batchBytes: 4 << 20, heartbeatMs: Math.floor(sessionTimeoutMs / 5) },
    );
    return new GroupConsumer(
      kafka.client,
      { groupId, topics: this.inputs, sessionTimeoutMs, concurrency },
      { eachBatch: (payload) => partitions.eachBatch(payload), joined: () => this.claims.renew(), alive },
      log,
    );
  }

  private runners(): (topic: string) => BatchRunner {
    const { topology, database, log } = this.options;
    const byTopic = new Map<string, BatchRunner>();
    for (const flow of topology.flows) {
      const runner = new BatchRunner(flow, { service: topology.service, database, offsets: this.offsets, log });
      for (const { topic } of flow.consumes) byTopic.set(topic, runner);
    }
    return (topic) => {
      const runner = byTopic.get(topic);
      if (!runner) throw new Error(`${topology.service} does not read ${topic}`);
      return runner;
    };
  }

  private async relievePressure(): Promise<void> {
    const consumer = this.consumer?.current;
    if (!consumer) return;
    const topics = this.inputs.map((topic) => ({ topic }));
    const backlog = await this.relay.backlog().catch(() => undefined);
    if (!backlog) return;
    const limit = this.options.outboxLimit ?? 200_000;
    const paused = consumer.paused().length > 0;
    if (!paused && backlog.messages > limit) consumer.pause(topics);
    if (paused && backlog.messages < limit / 2) consumer.resume(topics);
  }

  private wantedTopics(): Map<string, TopicSettings> {
    const known = this.options.topics ?? TOPICS;
    const { flows } = this.options.topology;
    const outputs = flows.flatMap((flow) => flow.emits.map((event) => event.topic));
    const wanted = new Map<string, TopicSettings>();
    for (const topic of new Set([...this.inputs, ...outputs])) {
      wanted.set(topic, known[topic] ?? { partitions: 6, retentionMs: -1 });
    }
    for (const topic of this.inputs) wanted.set(deadLetterTopic(topic), { partitions: 1, retentionMs: -1 });
    return wanted;
  }
}
