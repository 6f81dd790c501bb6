import { randomUUID } from 'node:crypto';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { TOPICS, type TopicSettings } from '@orderweave/contracts';
import { OffsetStore, type Database } from '@orderweave/postgres';
import type { Admin } from 'kafkajs';
import type { Logger } from 'pino';
import { ChangeSignal } from './change-signal.js';
import { BatchRunner } from './consume/batch-runner.js';
import { deadLetterTopic } from './consume/dead-letter-message.js';
import { GroupMember } from './consume/group-member.js';
import { PartitionClaims } from './consume/partition-claims.js';
import { PartitionConsumer } from './consume/partition-consumer.js';
import { LogFetcher } from './fetch/log-fetcher.js';
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

const BATCH_BYTES = 4 << 20;

/** Nest's transport for a topology: consumes in batches, publishes through the relay, and can say how far it is. */
export class StreamServer extends Server implements CustomTransportStrategy {
  readonly relay: Relay;
  /** Raised with every commit and every publication. */
  readonly changes = new ChangeSignal();
  private readonly offsets: OffsetStore;
  private readonly admin: Admin;
  private readonly fetcher: LogFetcher;
  private readonly consumer: PartitionConsumer;
  /** Undefined for a topology that reads nothing. */
  private readonly member: GroupMember | undefined;
  private readonly inputs: string[];
  private readonly progressReader: ProgressReader;
  private pressure: NodeJS.Timeout | undefined;

  constructor(private readonly options: StreamOptions) {
    super();
    const { topology, database, kafka, log, group = topology.service, relay, sessionTimeoutMs = 15_000 } = options;
    this.inputs = [...new Set(topology.flows.flatMap((flow) => flow.consumes.map((event) => event.topic)))];
    this.offsets = new OffsetStore(database, group);
    this.admin = kafka.client.admin();
    const createProducer = () => new RecordProducer(this.admin, kafka.options);
    this.relay = new Relay(database, createProducer, log, { ...relay, onPublished: () => this.changes.raise() });
    this.progressReader = new ProgressReader(this.admin, this.offsets, this.relay, this.inputs);
    const fetched = { admin: this.admin, options: kafka.options, log };
    this.fetcher = new LogFetcher(fetched, () => this.consumer.pump());
    this.consumer = this.createConsumer(sessionTimeoutMs);
    if (this.inputs.length > 0) {
      const settings = { groupId: group, topics: this.inputs, sessionTimeoutMs };
      this.member = new GroupMember(kafka.client, settings, (assigned) => this.consumer.takeUp(assigned), log);
    }
  }

  override async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      await this.admin.connect();
      await ensureTopics(this.admin, this.wantedTopics(), this.options.log);
      this.relay.start();
      await this.member?.start();
      this.pressure = setInterval(() => void this.relievePressure(), 1_000);
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Finishes the batches in hand, publishes the outbox, disconnects. */
  override async close(): Promise<void> {
    clearInterval(this.pressure);
    await this.consumer.stop();
    this.fetcher.close();
    await Promise.all([this.member?.stop(), this.relay.stop()]);
    await this.admin.disconnect();
  }

  /** Whether this process has records in hand: then there is no need to ask whether any are left. */
  get isBusy(): boolean {
    return this.consumer.isBusy;
  }

  /** How far the service is behind what was sent to it, asked at this moment. */
  progress(): Promise<Progress> {
    return this.progressReader.read();
  }

  /** Milliseconds since the group was last heard of, or the log of a partition: what liveness watches. */
  sinceLastSign(): number {
    return this.member ? Math.max(this.member.silentMs, this.fetcher.silentMs) : 0;
  }

  override on(): never {
    throw new Error('A stream server has no events of its own; see its metrics and progress()');
  }

  override unwrap<T>(): T {
    return this.member?.current as T;
  }

  private createConsumer(sessionTimeoutMs: number): PartitionConsumer {
    const { topology, log, batchRecords = 4_000, concurrency = 4 } = this.options;
    const claims = new PartitionClaims(this.offsets, `${topology.service}-${randomUUID()}`);
    return new PartitionConsumer(
      {
        claims,
        fetcher: this.fetcher,
        runnerOf: this.createRunners(),
        log,
        committed: (offset) => this.member?.handled(offset),
        progressed: () => this.changes.raise(),
      },
      {
        slice: { records: batchRecords, bytes: BATCH_BYTES },
        concurrency,
        recordsInHand: batchRecords * 2,
        sessionTimeoutMs,
      },
    );
  }

  private createRunners(): (topic: string) => BatchRunner {
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
    const backlog = await this.relay.backlog().catch(() => undefined);
    if (!backlog) return;
    const limit = this.options.outboxLimit ?? 200_000;
    if (backlog.messages > limit) this.consumer.pause();
    if (backlog.messages < limit / 2) this.consumer.resume();
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
