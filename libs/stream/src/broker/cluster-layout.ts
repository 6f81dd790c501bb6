import type { Admin } from 'kafkajs';

const FRESH_MS = 300_000;

/** A broker's place. */
export interface BrokerPlace {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
}

/** Which broker leads which partition, asked of Kafka topic by topic and again after five minutes. */
export class ClusterLayout {
  private readonly leaders = new Map<string, { byPartition: BrokerPlace[]; at: number }>();

  constructor(private readonly admin: Admin) {}

  /** Asks anew at the next question. */
  forget(topic: string): void {
    this.leaders.delete(topic);
  }

  /** The leaders of a topic's partitions, by partition; rejects while one has none. */
  async leadersOf(topic: string): Promise<readonly BrokerPlace[]> {
    const known = this.leaders.get(topic);
    if (known && Date.now() - known.at < FRESH_MS) return known.byPartition;
    const [{ brokers }, { topics }] = await Promise.all([
      this.admin.describeCluster(),
      this.admin.fetchTopicMetadata({ topics: [topic] }),
    ]);
    const places = new Map(brokers.map((broker) => [broker.nodeId, broker]));
    const partitions = topics[0]?.partitions ?? [];
    const byPartition = partitions
      .toSorted((a, b) => a.partitionId - b.partitionId)
      .map(({ leader, partitionId }) => {
        const place = places.get(leader);
        if (!place) throw new Error(`${topic}/${partitionId} has no leader at this moment`);
        return place;
      });
    if (byPartition.length === 0) throw new Error(`Kafka has no topic ${topic}`);
    this.leaders.set(topic, { byPartition, at: Date.now() });
    return byPartition;
  }
}
