import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, OutboxBatch } from '@orderweave/postgres';
import { OutboxReader } from '@orderweave/postgres';
import kafkajs, { type Kafka, type Producer, type TopicMessages } from 'kafkajs';
import type { Logger } from 'pino';
import { backoff } from '../consume/backoff.js';
import { streamMetrics } from '../stream-metrics.js';
import { RelayLeadership } from './relay-leadership.js';

/** How the relay gathers what it sends. */
export interface RelaySettings {
  /** How long to wait for company after the first message of an idle outbox, in milliseconds. */
  lingerMs?: number;
  /** Most outbox rows (transactions) in one send. */
  rows?: number;
  /** How often to look without being woken, in milliseconds: another replica's commits. */
  pollMs?: number;
}

/**
 * Publishes the outbox to Kafka in order, at least once: rows go only after Kafka acknowledged them. One relay a database is
 * active; the others stand by.
 */
export class Relay {
  private readonly reader: OutboxReader;
  private readonly leadership: RelayLeadership;
  private readonly producer: Producer;
  private readonly settings: Required<RelaySettings>;
  private stopping = false;
  private woken: (() => void) | undefined;
  private dirty = false;
  private loop: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    kafka: Kafka,
    private readonly log: Logger,
    settings: RelaySettings = {},
  ) {
    this.settings = { lingerMs: 1, rows: 64, pollMs: 50, ...settings };
    this.reader = new OutboxReader(database);
    this.leadership = new RelayLeadership(database);
    this.producer = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      retry: { retries: 5 },
    });
  }

  /** Connects and begins to publish in the background. */
  async start(): Promise<void> {
    await this.producer.connect();
    this.database.onPublished(() => this.wake());
    this.loop = this.run();
  }

  /** Publishes what is left (for at most `drainMs`), then lets go. */
  async stop(drainMs = 5_000): Promise<void> {
    const deadline = Date.now() + drainMs;
    while (this.leadership.held && Date.now() < deadline && (await this.backlog()).messages > 0) {
      this.wake();
      await sleep(10);
    }
    this.stopping = true;
    this.wake();
    await this.loop;
    await this.leadership.release();
    await this.producer.disconnect();
  }

  /** Messages not yet published and the age of the oldest. */
  backlog(): Promise<{ messages: number; oldestSeconds: number }> {
    return this.reader.backlog();
  }

  private wake(): void {
    this.dirty = true;
    this.woken?.();
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.stopping) {
      try {
        if (!(await this.leadership.acquire())) await this.idle(500);
        else if (!(await this.publishNext())) await this.idle(this.settings.pollMs);
        failures = 0;
      } catch (error) {
        streamMetrics.publishFailures.inc();
        this.log.warn({ err: error }, 'the outbox could not be published; it is tried again');
        await this.idle(backoff(++failures, Math.random()), true);
      }
    }
  }

  private async publishNext(): Promise<boolean> {
    this.dirty = false;
    const batch = await this.reader.read(this.settings.rows);
    if (batch.ids.length === 0) return false;
    await this.producer.sendBatch({
      acks: -1,
      compression: kafkajs.CompressionTypes.LZ4,
      topicMessages: byTopic(batch),
    });
    await this.reader.remove(batch);
    return true;
  }

  /** Waits for a wake-up or the time; `deaf` waits the time out. */
  private async idle(ms: number, deaf = false): Promise<void> {
    if (this.stopping) return;
    if (deaf) {
      await sleep(ms);
      return;
    }
    if (!this.dirty) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.woken = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.woken = undefined;
    }
    if (this.dirty && this.settings.lingerMs > 0) await sleep(this.settings.lingerMs);
  }
}

function byTopic({ messages }: OutboxBatch): TopicMessages[] {
  const topics = new Map<string, TopicMessages>();
  for (const { topic, key, headers, value } of messages) {
    let entry = topics.get(topic);
    if (!entry) topics.set(topic, (entry = { topic, messages: [] }));
    entry.messages.push({ key, headers, value });
  }
  for (const { topic, messages: sent } of topics.values()) streamMetrics.published.inc({ topic }, sent.length);
  return [...topics.values()];
}
