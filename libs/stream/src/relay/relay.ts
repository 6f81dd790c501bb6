import { setTimeout as sleep } from 'node:timers/promises';
import { OutboxReader, type Database, type OutboxRecord } from '@orderweave/postgres';
import type { Logger } from 'pino';
import { backoff } from '../consume/backoff.js';
import type { RecordProducer } from '../produce/record-producer.js';
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
  /** Called after rows were published and removed. */
  onPublished?: () => void;
}

/**
 * Publishes the outbox to Kafka in order, at least once: rows go only after Kafka acknowledged them. One relay a database is
 * active; the others stand by.
 */
export class Relay {
  private readonly reader: OutboxReader;
  private readonly leadership: RelayLeadership;
  private producer: RecordProducer;
  private readonly settings: Required<RelaySettings>;
  private stopping = false;
  private woken: (() => void) | undefined;
  private dirty = false;
  private loop: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly createProducer: () => RecordProducer,
    private readonly log: Logger,
    settings: RelaySettings = {},
  ) {
    this.settings = { lingerMs: 1, rows: 16, pollMs: 50, onPublished: () => undefined, ...settings };
    this.reader = new OutboxReader(database);
    this.leadership = new RelayLeadership(database);
    this.producer = createProducer();
  }

  /** Begins to publish in the background. */
  start(): void {
    this.database.onPublished((rows) => {
      if (this.leadership.held) this.reader.keep(rows);
      this.wake();
    });
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
    // While Kafka is down a send may last for ever; what it leaves is still in the outbox.
    await Promise.race([this.loop, sleep(drainMs, undefined, { ref: false })]);
    this.leadership.release();
    this.producer.close();
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
        if (!(await this.lead())) await this.idle(500);
        else if (!(await this.publishNext())) await this.idle(this.settings.pollMs);
        failures = 0;
      } catch (error) {
        streamMetrics.publishFailures.inc();
        this.log.warn({ err: error }, 'the outbox could not be published; it is tried again');
        await this.rest(backoff(++failures, Math.random()));
        this.replaceProducer();
      }
    }
  }

  private async lead(): Promise<boolean> {
    if (this.leadership.held) return true;
    // Meanwhile somebody else may have published what was kept.
    this.reader.forget();
    return this.leadership.acquire();
  }

  private async publishNext(): Promise<boolean> {
    this.dirty = false;
    const batch = await this.reader.read(this.settings.rows);
    if (batch.ids.length === 0) return false;
    await this.producer.send(batch.records);
    await this.reader.remove(batch);
    for (const [topic, count] of countByTopic(batch.records)) streamMetrics.published.inc({ topic }, count);
    this.settings.onPublished();
    return true;
  }

  /** A producer that failed may hold sequence numbers that Kafka no longer accepts, or an old place of a leader; a new one starts clean. */
  private replaceProducer(): void {
    this.producer.close();
    this.producer = this.createProducer();
  }

  /** Waits for a wake-up or the time, and then a moment for company. */
  private async idle(ms: number): Promise<void> {
    if (!this.dirty && !this.stopping) await this.rest(ms);
    if (this.dirty && this.settings.lingerMs > 0) await sleep(this.settings.lingerMs);
  }

  /** Waits for the time, or until somebody wakes it. */
  private async rest(ms: number): Promise<void> {
    if (this.stopping) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.woken = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.woken = undefined;
  }
}

function countByTopic(records: readonly OutboxRecord[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { topic } of records) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  return counts;
}
