import type { OffsetStore } from '@orderweave/postgres';
import type { Admin } from 'kafkajs';
import type { Relay } from './relay/relay.js';
import { streamMetrics } from './stream-metrics.js';

/** How far a service is behind what was sent to it. */
export interface Progress {
  /** Nothing waits: no record to read, no message to publish. */
  readonly drained: boolean;
  /** Records not yet committed, by topic. */
  readonly lag: Readonly<Record<string, number>>;
  /** Messages not yet published. */
  readonly outbox: number;
  readonly outboxOldestSeconds: number;
}

/** Asks Kafka and PostgreSQL, at the moment of the call, how far the service is behind. */
export class ProgressReader {
  constructor(
    private readonly admin: Admin,
    private readonly offsets: OffsetStore,
    private readonly relay: Relay,
    private readonly topics: readonly string[],
  ) {}

  async read(): Promise<Progress> {
    // Input before output: what leaves the input is in the outbox by then.
    const lag = await this.lag();
    const backlog = await this.relay.backlog();
    streamMetrics.outboxMessages.set(backlog.messages);
    streamMetrics.outboxOldest.set(backlog.oldestSeconds);
    const drained = backlog.messages === 0 && Object.values(lag).every((records) => records === 0);
    return { drained, lag, outbox: backlog.messages, outboxOldestSeconds: backlog.oldestSeconds };
  }

  private async lag(): Promise<Record<string, number>> {
    const ends = await Promise.all(this.topics.map((topic) => this.admin.fetchTopicOffsets(topic)));
    const positions = await this.offsets.positions();
    const lag: Record<string, number> = {};
    this.topics.forEach((topic, index) => {
      let records = 0n;
      for (const { partition, high, low } of ends[index] ?? []) {
        const next = positions.get(topic)?.get(partition) ?? 0n;
        const from = next > BigInt(low) ? next : BigInt(low);
        if (BigInt(high) > from) records += BigInt(high) - from;
      }
      lag[topic] = Number(records);
      streamMetrics.lag.set({ topic }, Number(records));
    });
    return lag;
  }
}
