import { setTimeout as sleep } from 'node:timers/promises';
import type { OutboxRecord } from '@orderweave/postgres';
import type { Admin } from 'kafkajs';
import { backoff } from '../consume/backoff.js';
import type { KafkaOptions } from '../kafka-client.js';
import { BrokerConnections } from '../broker/broker-connections.js';
import { ClusterLayout, type BrokerPlace } from '../broker/cluster-layout.js';
import type { KafkaConnection } from '../broker/kafka-connection.js';
import { KafkaRefusedError } from '../broker/kafka-error.js';
import {
  initProducerRequest,
  produceRequest,
  readProducer,
  readRefusals,
  type PartitionBatch,
  type ProducerIdentity,
} from './produce-request.js';
import { encodeRecordBatch } from './record-batch.js';

/** A broker accepts 1 MiB a record batch unless told otherwise. */
const BATCH_BYTES = 900_000;
const SEQUENCES = 2 ** 31;

/** Attempts at one batch, some 20 s, before the producer is given up. */
const ATTEMPTS = 15;

interface Share {
  readonly topic: string;
  readonly partition: number;
  readonly records: OutboxRecord[];
  bytes: number;
}

interface Failed {
  readonly share: Share;
  readonly error: Error;
}

/**
 * An idempotent producer for records that are encoded already: kafkajs encodes each header and record in buffers of its own, which cost
 * more than all the rest of an order's way. One request a broker at a time, so records of a partition arrive in the order given. What
 * fails for a passing reason is sent again under the same number, so that Kafka takes it once, even if only the answer was lost.
 */
export class RecordProducer {
  private readonly layout: ClusterLayout;
  private readonly connections: BrokerConnections;
  private readonly sequences = new Map<string, number>();
  private identity: Promise<ProducerIdentity> | undefined;
  private closed = false;

  constructor(admin: Admin, options: KafkaOptions) {
    this.layout = new ClusterLayout(admin);
    this.connections = new BrokerConnections(options);
  }

  /** Sends records in order; resolves when every replica in sync has them. After a rejection the producer must be closed: use a new one. */
  async send(records: readonly OutboxRecord[]): Promise<void> {
    for (let from = 0; from < records.length;) {
      const shares = new Map<string, Share>();
      from = await this.fill(shares, records, from);
      await this.deliver([...shares.values()]);
    }
  }

  /** Ends all connections; what is under way rejects. */
  close(): void {
    this.closed = true;
    this.connections.close();
  }

  /** Shares records out to partitions from `from` on, until one partition has as much as a batch may hold; returns where it stopped. */
  private async fill(shares: Map<string, Share>, records: readonly OutboxRecord[], from: number): Promise<number> {
    let partitions = 0;
    for (let at = from, topic = ''; at < records.length; at++) {
      const record = records[at]!;
      if (record.topic !== topic) {
        partitions = (await this.layout.leadersOf(record.topic)).length;
        ({ topic } = record);
      }
      const partition = record.keyHash % partitions;
      const key = `${topic}/${partition}`;
      let share = shares.get(key);
      if (!share) shares.set(key, (share = { topic, partition, records: [], bytes: 0 }));
      if (share.bytes > 0 && share.bytes + record.body.length > BATCH_BYTES) return at;
      share.records.push(record);
      share.bytes += record.body.length + 16;
    }
    return records.length;
  }

  private async deliver(shares: readonly Share[]): Promise<void> {
    let left = shares;
    for (let attempt = 1; left.length > 0; attempt++) {
      const failed = await this.attempt(left);
      left = failed.map(({ share }) => share);
      const [first] = failed;
      if (!first) return;
      const grave = failed.find(({ error }) => error instanceof KafkaRefusedError && !error.isPassing);
      if (grave || attempt === ATTEMPTS || this.closed) throw (grave ?? first).error;
      for (const { topic } of left) this.layout.forget(topic);
      await sleep(backoff(attempt, Math.random(), { firstMs: 50, limitMs: 2_000 }));
    }
  }

  /** Gives each leader its shares, and returns what was not taken. */
  private async attempt(shares: readonly Share[]): Promise<Failed[]> {
    const failed: Failed[] = [];
    const byLeader = new Map<number, { leader: BrokerPlace; shares: Share[] }>();
    for (const share of shares) {
      const leaders = await this.layout.leadersOf(share.topic).catch((error: Error) => error);
      const leader = leaders instanceof Error ? undefined : leaders[share.partition];
      if (!leader) {
        failed.push({ share, error: leaders instanceof Error ? leaders : new Error('A partition is gone') });
        continue;
      }
      const known = byLeader.get(leader.nodeId);
      if (known) known.shares.push(share);
      else byLeader.set(leader.nodeId, { leader, shares: [share] });
    }
    const produced = [...byLeader.values()].map(({ leader, shares: ofLeader }) =>
      this.produce(leader, ofLeader).catch((error: Error) => {
        this.connections.drop(leader);
        return ofLeader.map((share) => ({ share, error }));
      }),
    );
    return [...failed, ...(await Promise.all(produced)).flat()];
  }

  private async produce(leader: BrokerPlace, shares: readonly Share[]): Promise<Failed[]> {
    const connection = await this.connections.to(leader);
    const identity = await this.identify(connection);
    const timestamp = Date.now();
    const batches = shares.map(async ({ topic, partition, records }): Promise<PartitionBatch> => {
      const sequence = this.sequences.get(`${topic}/${partition}`) ?? 0;
      return { topic, partition, batch: await encodeRecordBatch(records, { ...identity, sequence, timestamp }) };
    });
    const refusals = readRefusals(await connection.request(produceRequest(await Promise.all(batches))));
    return shares.flatMap((share) => {
      const key = `${share.topic}/${share.partition}`;
      const error = refusals.get(key);
      if (error) return [{ share, error }];
      this.sequences.set(key, ((this.sequences.get(key) ?? 0) + share.records.length) % SEQUENCES);
      return [];
    });
  }

  private identify(connection: KafkaConnection): Promise<ProducerIdentity> {
    if (!this.identity) {
      this.identity = connection.request(initProducerRequest()).then(readProducer);
      this.identity.catch(() => (this.identity = undefined));
    }
    return this.identity;
  }
}
