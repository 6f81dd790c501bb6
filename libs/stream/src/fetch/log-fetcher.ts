import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import type { Logger } from 'pino';
import { BrokerConnections } from '../broker/broker-connections.js';
import { ClusterLayout, type BrokerPlace } from '../broker/cluster-layout.js';
import { KafkaRefusedError } from '../broker/kafka-error.js';
import { ChangeSignal } from '../change-signal.js';
import { backoff } from '../consume/backoff.js';
import type { KafkaOptions } from '../kafka-client.js';
import { fetchRequest, readFetched, type Fetched } from './fetch-request.js';
import { FollowedPartition } from './followed-partition.js';
import { splitBatches } from './stored-batch.js';

/** A long wait at Kafka is no delay: it answers with the first byte that comes. */
const LIMITS = { waitMs: 250, bytes: 16 << 20, partitionBytes: 1 << 20 };
/** Less than this is a trickle: there is no hurry to ask for more of it while some still waits for its turn. */
const TRICKLE_BYTES = 128 << 10;
const TRICKLE_PAUSE_MS = 10;
const OUT_OF_RANGE = 1;
/** Before a partition is asked for again whose answer was of no use. */
const USELESS_PAUSE_MS = 5_000;

/** What a fetcher reads with. */
export interface FetcherParts {
  readonly admin: Admin;
  readonly options: KafkaOptions;
  readonly log: Logger;
}

/**
 * Reads partitions of the log ahead of those who handle them: one request at a time to each broker, for all of its partitions of which
 * not enough waits yet. kafkajs unpacks all that it fetched before the first record is handled, and fetches again when the last one is
 * done; here the next bytes arrive while PostgreSQL writes, and are unpacked batch by batch when it is their turn.
 */
export class LogFetcher {
  private readonly layout: ClusterLayout;
  private readonly connections: BrokerConnections;
  private readonly partitions = new Set<FollowedPartition>();
  private readonly reading = new Set<number>();
  /** Raised when what may be asked for has changed. */
  private readonly changed = new ChangeSignal();
  private placing = false;
  private closed = false;

  /** `arrived` is called when a partition has news. */
  constructor(
    private readonly parts: FetcherParts,
    private readonly arrived: () => void,
  ) {
    this.layout = new ClusterLayout(parts.admin);
    this.connections = new BrokerConnections(parts.options);
  }

  /** Reads a partition from an offset on. */
  follow(topic: string, partition: number, from: bigint): FollowedPartition {
    const followed = new FollowedPartition(topic, partition, from);
    this.partitions.add(followed);
    void this.place();
    return followed;
  }

  /** Reads a partition no longer. */
  leave(followed: FollowedPartition): void {
    this.partitions.delete(followed);
  }

  /** Some of what was waiting has been taken: there may be room for more. */
  taken(): void {
    this.changed.raise();
  }

  /** Milliseconds since Kafka last answered about the partition that waits for an answer longest. */
  get silentMs(): number {
    let oldest = Date.now();
    for (const { lastSign } of this.partitions) if (lastSign < oldest) oldest = lastSign;
    return Date.now() - oldest;
  }

  /** Ends all reading. */
  close(): void {
    this.closed = true;
    this.partitions.clear();
    this.connections.close();
    this.changed.raise();
  }

  /** Finds who leads each partition, and has each leader read from. */
  private async place(): Promise<void> {
    if (this.placing) return;
    this.placing = true;
    for (let attempt = 1; !this.closed && this.homeless().length > 0; attempt++) {
      if (attempt > 1) await sleep(backoff(attempt - 1, Math.random(), { limitMs: 2_000 }));
      for (const one of this.homeless()) {
        const leaders = await this.layout.leadersOf(one.topic).catch((error: Error) => error);
        if (leaders instanceof Error)
          this.parts.log.info({ err: leaders, topic: one.topic }, 'a partition has no leader yet');
        else one.leader = leaders[one.partition];
      }
      const leaders = new Set([...this.partitions].map(({ leader }) => leader?.nodeId));
      for (const nodeId of leaders) if (nodeId !== undefined) void this.readFrom(nodeId);
    }
    this.placing = false;
    this.changed.raise();
  }

  private homeless(): FollowedPartition[] {
    return [...this.partitions].filter(({ leader }) => !leader);
  }

  private of(nodeId: number): FollowedPartition[] {
    return [...this.partitions].filter(({ leader }) => leader?.nodeId === nodeId);
  }

  /** One request after the other, until this broker leads nothing that is followed. */
  private async readFrom(nodeId: number): Promise<void> {
    if (this.reading.has(nodeId)) return;
    this.reading.add(nodeId);
    for (let failures = 0; ;) {
      const led = this.of(nodeId);
      const leader = led[0]?.leader;
      if (this.closed || !leader) break;
      const now = Date.now();
      const asked = led.filter(({ isFull, restUntil }) => !isFull && restUntil <= now);
      for (const one of led) if (one.isFull || one.restUntil > now) one.lastSign = now;
      if (asked.length === 0) {
        await this.changed.next(LIMITS.waitMs);
        continue;
      }
      try {
        const bytes = await this.read(leader, asked);
        failures = 0;
        if (bytes < TRICKLE_BYTES && asked.some(({ hasNews }) => hasNews)) await this.changed.next(TRICKLE_PAUSE_MS);
      } catch (error) {
        if (this.closed) break;
        this.parts.log.info(
          { err: error, broker: nodeId },
          'a broker could not be read from; its place is looked for anew',
        );
        this.connections.drop(leader);
        this.lose(led);
        await sleep(backoff(++failures, Math.random(), { limitMs: 2_000 }));
      }
    }
    this.reading.delete(nodeId);
    void this.place();
  }

  /** Returns how many bytes of records came. */
  private async read(leader: BrokerPlace, asked: readonly FollowedPartition[]): Promise<number> {
    const from = asked.map(({ topic, partition, position }) => ({ topic, partition, position }));
    const connection = await this.connections.to(leader);
    const answer = readFetched(await connection.request(fetchRequest(from, LIMITS)));
    const byPlace = new Map(asked.map((one) => [`${one.topic}/${one.partition}`, one]));
    let [news, bytes] = [false, 0];
    for (const fetched of answer) {
      bytes += fetched.records.length;
      const followed = byPlace.get(`${fetched.topic}/${fetched.partition}`);
      if (!followed || !this.partitions.has(followed)) continue;
      followed.lastSign = Date.now();
      if (fetched.code === 0) this.add(followed, fetched);
      else await this.refused(followed, fetched);
      news ||= followed.hasNews;
    }
    if (news) this.arrived();
    return bytes;
  }

  /** Batches before one that is damaged are taken; what comes behind it waits, and no other partition does. */
  private add(followed: FollowedPartition, { topic, partition, records, aborted }: Fetched): void {
    try {
      followed.add(splitBatches(records, aborted));
    } catch (error) {
      followed.restUntil = Date.now() + USELESS_PAUSE_MS;
      const position = `${followed.position}`;
      this.parts.log.error({ err: error, topic, partition, position }, 'a record batch is damaged; it is read again');
    }
  }

  private async refused(followed: FollowedPartition, { topic, partition, code }: Fetched): Promise<void> {
    if (code === OUT_OF_RANGE) return this.findPosition(followed);
    const error = new KafkaRefusedError(`Fetch of ${topic}/${partition}`, code);
    this.parts.log.info({ err: error }, 'a partition could not be read; its leader is looked for anew');
    this.lose([followed]);
  }

  /** Records that the log no longer has are passed over; a log that ends too soon is waited for. */
  private async findPosition(followed: FollowedPartition): Promise<void> {
    const { topic, partition, position } = followed;
    followed.restUntil = Date.now() + USELESS_PAUSE_MS;
    const ends = await this.parts.admin.fetchTopicOffsets(topic);
    const low = BigInt(ends.find((one) => one.partition === partition)?.low ?? 0);
    if (position < low) {
      this.parts.log.error(
        { topic, partition, position: `${position}`, missing: `${low - position}` },
        'records were deleted before they were read; keep topics longer than the longest outage',
      );
      followed.position = low;
      followed.restUntil = 0;
    } else {
      this.parts.log.error({ topic, partition, position: `${position}` }, 'the log ends before what was read already');
    }
  }

  private lose(partitions: readonly FollowedPartition[]): void {
    for (const one of partitions) {
      this.layout.forget(one.topic);
      one.leader = undefined;
    }
    void this.place();
  }
}
