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

/** A kafkajs consumer fetches again only when all that it fetched is done; two take turns, so that one decodes while the other waits for PostgreSQL. */
const MEMBERS = 2;

/** Nest's transport for a topology: consumes in batches, publishes through the relay, and can say how far it is. */
export class StreamServer extends Server implements CustomTransportStrategy {
  readonly relay: Relay;
  /** Raised with every commit and every publication. */
  readonly changes = new ChangeSignal();
  private readonly offsets: OffsetStore;
  private readonly admin: Admin;
  private readonly members: readonly GroupConsumer[];
  private readonly consumers: PartitionConsumer[] = [];
  private readonly inputs: string[];
  private readonly runnerOf: (topic: string) => BatchRunner;
  private progressReader: ProgressReader;
  private pressure: NodeJS.Timeout | undefined;

  constructor(private readonly options: StreamOptions) {
    super();
    const { topology, database, kafka, log, group = topology.service, relay, sessionTimeoutMs = 15_000 } = options;
    this.inputs = [...new Set(topology.flows.flatMap((flow) => flow.consumes.map((event) => event.topic)))];
    this.offsets = new OffsetStore(database, group);
    this.runnerOf = this.createRunners();
    this.admin = kafka.client.admin();
    const createProducer = () => new RecordProducer(this.admin, kafka.options);
    this.relay = new Relay(database, createProducer, log, { ...relay, onPublished: () => this.changes.raise() });
    this.progressReader = new ProgressReader(this.admin, this.offsets, this.relay, this.inputs);
    const members = this.inputs.length > 0 ? Math.min(MEMBERS, this.concurrency) : 0;
    this.members = Array.from({ length: members }, () => this.createMember(group, sessionTimeoutMs));
  }

  override async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      await this.admin.connect();
      await ensureTopics(this.admin, this.wantedTopics(), this.options.log);
      this.relay.start();
      await Promise.all(this.members.map((member) => member.start()));
      this.pressure = setInterval(() => void this.relievePressure(), 1_000);
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Finishes the batches in hand, publishes the outbox, disconnects. */
  override async close(): Promise<void> {
    clearInterval(this.pressure);
    await Promise.all(this.members.map((member) => member.stop()));
    await this.relay.stop();
    await Promise.all(this.members.map((member) => member.disconnect()));
    await this.admin.disconnect();
  }

  /** Whether this process has records in hand: then there is no need to ask whether any are left. */
  get isBusy(): boolean {
    return this.consumers.some((consumer) => consumer.isBusy);
  }

  /** How far the service is behind what was sent to it, asked at this moment. */
  progress(): Promise<Progress> {
    return this.progressReader.read();
  }

  /** Milliseconds since every consumer has fetched or beaten: what liveness watches. */
  sinceLastSign(): number {
    return Math.max(0, ...this.members.map(({ silentMs }) => silentMs));
  }

  override on(): never {
    throw new Error('A stream server has no events of its own; see its metrics and progress()');
  }

  override unwrap<T>(): T {
    return this.members.map(({ current }) => current) as T;
  }

  private get concurrency(): number {
    return this.options.concurrency ?? 4;
  }

  private createMember(groupId: string, sessionTimeoutMs: number): GroupConsumer {
    const { topology, kafka, log, batchRecords = 4_000 } = this.options;
    const claims = new PartitionClaims(this.offsets, `${topology.service}-${randomUUID()}`);
    const progressed = () => this.changes.raise();
    const partitions = new PartitionConsumer(
      { claims, runnerOf: this.runnerOf, log, progressed, seek: (to) => member.current.seek(to) },
      { batchRecords, batchBytes: 4 << 20, heartbeatMs: Math.floor(sessionTimeoutMs / 5) },
    );
    const concurrency = Math.ceil(this.concurrency / Math.min(MEMBERS, this.concurrency));
    this.consumers.push(partitions);
    const member = new GroupConsumer(
      kafka.client,
      { groupId, topics: this.inputs, sessionTimeoutMs, concurrency },
      {
        eachBatch: (payload) => partitions.eachBatch(payload),
        joined: (assignment) => void partitions.takeUp(assignment),
      },
      log,
    );
    return member;
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
    const topics = this.inputs.map((topic) => ({ topic }));
    const backlog = await this.relay.backlog().catch(() => undefined);
    if (!backlog) return;
    const limit = this.options.outboxLimit ?? 200_000;
    for (const { current } of this.members) {
      const paused = current.paused().length > 0;
      if (!paused && backlog.messages > limit) current.pause(topics);
      if (paused && backlog.messages < limit / 2) current.resume(topics);
    }
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
