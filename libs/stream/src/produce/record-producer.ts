import { setTimeout as sleep } from 'node:timers/promises';
import type { OutboxRecord } from '@orderweave/postgres';
import type { Admin } from 'kafkajs';
import type { KafkaOptions } from '../kafka-client.js';
import { authenticate } from './authenticate.js';
import { ClusterLayout, type BrokerPlace } from './cluster-layout.js';
import { KafkaConnection } from './kafka-connection.js';
import { KafkaRefusedError } from './kafka-error.js';
import {
  checkProduced,
  initProducerRequest,
  produceRequest,
  readProducer,
  type PartitionBatch,
  type ProducerIdentity,
} from './produce-request.js';
import { encodeRecordBatch } from './record-batch.js';

/** A broker accepts 1 MiB a record batch unless told otherwise. */
const BATCH_BYTES = 900_000;
const SEQUENCES = 2 ** 31;

interface Share {
  readonly topic: string;
  readonly partition: number;
  readonly leader: BrokerPlace;
  readonly records: OutboxRecord[];
  bytes: number;
}

/**
 * An idempotent producer for records that are encoded already: kafkajs encodes each header and record in buffers of its own, which cost
 * more than all the rest of an order's way. One request a broker at a time, so records of a partition arrive in the order given.
 */
export class RecordProducer {
  private readonly layout: ClusterLayout;
  private readonly connections = new Map<number, Promise<KafkaConnection>>();
  private readonly sequences = new Map<string, number>();
  private identity: Promise<ProducerIdentity> | undefined;

  constructor(
    admin: Admin,
    private readonly options: KafkaOptions,
  ) {
    this.layout = new ClusterLayout(admin);
  }

  /** Sends records in order; resolves when every replica in sync has them. After a rejection the producer must be closed: use a new one. */
  async send(records: readonly OutboxRecord[]): Promise<void> {
    for (let from = 0; from < records.length;) {
      const shares = new Map<string, Share>();
      from = await this.fill(shares, records, from);
      const byLeader = new Map<BrokerPlace, Share[]>();
      for (const share of shares.values()) byLeader.set(share.leader, [...(byLeader.get(share.leader) ?? []), share]);
      await Promise.all([...byLeader].map(([leader, ofLeader]) => this.produce(leader, ofLeader)));
    }
  }

  /** Ends all connections; what is under way rejects. */
  close(): void {
    for (const connection of this.connections.values()) connection.then((open) => open.close()).catch(() => undefined);
    this.connections.clear();
  }

  /** Shares records out to partitions from `from` on, until one partition has as much as a batch may hold; returns where it stopped. */
  private async fill(shares: Map<string, Share>, records: readonly OutboxRecord[], from: number): Promise<number> {
    let leaders: readonly BrokerPlace[] = [];
    for (let at = from, topic = ''; at < records.length; at++) {
      const record = records[at]!;
      if (record.topic !== topic) {
        leaders = await this.layout.leadersOf(record.topic);
        ({ topic } = record);
      }
      const partition = record.keyHash % leaders.length;
      const key = `${topic}/${partition}`;
      let share = shares.get(key);
      if (!share) shares.set(key, (share = { topic, partition, leader: leaders[partition]!, records: [], bytes: 0 }));
      if (share.bytes > 0 && share.bytes + record.body.length > BATCH_BYTES) return at;
      share.records.push(record);
      share.bytes += record.body.length + 16;
    }
    return records.length;
  }

  private async produce(leader: BrokerPlace, shares: readonly Share[]): Promise<void> {
    const connection = await this.connectTo(leader);
    const identity = await (this.identity ??= identify(connection));
    const timestamp = Date.now();
    const batches = shares.map(async ({ topic, partition, records }): Promise<PartitionBatch> => {
      const sequence = this.sequences.get(`${topic}/${partition}`) ?? 0;
      return { topic, partition, batch: await encodeRecordBatch(records, { ...identity, sequence, timestamp }) };
    });
    checkProduced(await connection.request(produceRequest(await Promise.all(batches))));
    for (const { topic, partition, records } of shares) {
      const key = `${topic}/${partition}`;
      this.sequences.set(key, ((this.sequences.get(key) ?? 0) + records.length) % SEQUENCES);
    }
  }

  private connectTo(place: BrokerPlace): Promise<KafkaConnection> {
    let connection = this.connections.get(place.nodeId);
    if (!connection) this.connections.set(place.nodeId, (connection = this.open(place)));
    return connection;
  }

  private async open({ host, port }: BrokerPlace): Promise<KafkaConnection> {
    const { clientId, ssl, sasl } = this.options;
    const tls = ssl === true ? {} : ssl || undefined;
    const connection = await KafkaConnection.open({ host, port, clientId, tls });
    if (sasl) await authenticate(connection, sasl);
    return connection;
  }
}

/** Asks who we are; a Kafka that has just started needs a moment to know. */
async function identify(connection: KafkaConnection): Promise<ProducerIdentity> {
  for (let attempt = 1; ; attempt++) {
    try {
      return readProducer(await connection.request(initProducerRequest()));
    } catch (error) {
      if (!(error instanceof KafkaRefusedError && error.isPassing) || attempt >= 40) throw error;
      await sleep(100);
    }
  }
}
