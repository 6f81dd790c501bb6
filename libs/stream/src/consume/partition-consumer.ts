import { setTimeout as sleep } from 'node:timers/promises';
import { HeldPartitionError, StaleOwnerError } from '@orderweave/postgres';
import type { TopicPartitionOffset } from 'kafkajs';
import type { Logger } from 'pino';
import type { FollowedPartition, Slice, SliceLimits } from '../fetch/followed-partition.js';
import type { LogFetcher } from '../fetch/log-fetcher.js';
import { streamMetrics } from '../stream-metrics.js';
import { backoff } from './backoff.js';
import { BatchAbandonedError, type BatchRunner } from './batch-runner.js';
import type { OpenClaim, PartitionClaims } from './partition-claims.js';
import { PartitionWork } from './partition-work.js';
import { LONGEST_WAIT_MS } from './worth-waiting.js';

/** How long to wait before a held partition is asked for again. */
const HELD_PAUSE_MS = 50;

/** Limits of consumption. */
export interface ConsumptionLimits {
  /** Most of one transaction. */
  readonly slice: SliceLimits;
  /** Partitions handled at the same time. */
  readonly concurrency: number;
  /** Records in hand at the same time: what is in hand for long costs the garbage collector as much as all else costs. */
  readonly recordsInHand: number;
  /** How long the group takes at most to tell that a partition has another owner. */
  readonly sessionTimeoutMs: number;
}

/** What a partition consumer works with. */
export interface ConsumerParts {
  readonly claims: PartitionClaims;
  readonly fetcher: LogFetcher;
  readonly runnerOf: (topic: string) => BatchRunner;
  readonly log: Logger;
  /** Called with each commit. */
  readonly committed: (offset: TopicPartitionOffset) => void;
  /** Called after each commit, and when a slice is out of hand. */
  readonly progressed: () => void;
}

/** Takes the partitions that the group has assigned to commits, slice by slice, each from the offset that PostgreSQL holds. */
export class PartitionConsumer {
  private works = new Set<PartitionWork>();
  private inHand = 0;
  /** Records in hand; a slice that is being taken counts as the largest one. */
  private records = 0;
  private failures = 0;
  private stopping = false;
  private paused = false;
  private alarm: NodeJS.Timeout | undefined;

  constructor(
    private readonly parts: ConsumerParts,
    private readonly limits: ConsumptionLimits,
  ) {}

  /** Whether records are in hand, or fetched and waiting. */
  get isBusy(): boolean {
    return this.inHand > 0 || [...this.works].some(({ followed }) => followed.hasNews);
  }

  /** The group was joined anew: what was claimed before is void; what it has assigned is claimed and read on. */
  takeUp(assignment: Readonly<Record<string, readonly number[]>>): void {
    const { claims, fetcher } = this.parts;
    claims.renew();
    for (const { followed } of this.works) fetcher.leave(followed);
    this.works.clear();
    for (const [topic, partitions] of Object.entries(assignment))
      for (const partition of partitions) void this.open(topic, partition, claims.generation);
  }

  /** Starts what can be started: call it when something has arrived. */
  pump(): void {
    for (const work of this.works) {
      if (this.stopping || this.paused || !this.hasRoom) return;
      if (work.busy || !work.followed.hasNews || this.waitsForMore(work)) continue;
      // Behind all others, so that each gets its turn.
      this.works.delete(work);
      this.works.add(work);
      void this.handle(work);
    }
  }

  /** Takes nothing more in hand for now; what is fetched waits. */
  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.pump();
  }

  /** Takes nothing more in hand; resolves when nothing is. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.alarm);
    while (this.inHand > 0) await sleep(5);
  }

  private get hasRoom(): boolean {
    const { concurrency, recordsInHand, slice } = this.limits;
    return this.inHand < concurrency && (this.inHand === 0 || this.records + slice.records <= recordsInHand);
  }

  private waitsForMore(work: PartitionWork): boolean {
    if (!work.lingers) return false;
    let ahead = this.records;
    for (const { lingers, followed } of this.works) if (!lingers) ahead += followed.waitingRecords;
    const waits = work.waitsForMore(ahead, this.limits.slice.records, Date.now());
    // What is ahead may stand still.
    if (waits) this.alarm ??= setTimeout(() => this.wake(), LONGEST_WAIT_MS);
    return waits;
  }

  private wake(): void {
    this.alarm = undefined;
    this.pump();
  }

  private async open(topic: string, partition: number, generation: number): Promise<void> {
    const { claims, fetcher, log } = this.parts;
    for (let attempt = 1; !this.stopping && claims.generation === generation; attempt++) {
      try {
        const open = await claims.of(topic, partition);
        if (!claims.holds(open)) return;
        const followed = fetcher.follow(topic, partition, open.nextOffset);
        const { lingers } = this.parts.runnerOf(topic);
        this.works.add(new PartitionWork(open, followed, lingers));
        return;
      } catch (error) {
        if (!(error instanceof HeldPartitionError)) log.info({ err: error, topic, partition }, 'not taken up yet');
        await sleep(error instanceof HeldPartitionError ? HELD_PAUSE_MS : backoff(attempt, Math.random()));
      }
    }
  }

  private async handle(work: PartitionWork): Promise<void> {
    work.busy = true;
    this.inHand++;
    try {
      await this.commitNext(work);
      this.failures = 0;
    } catch (error) {
      await this.recover(work, error as Error);
    } finally {
      work.busy = false;
      this.inHand--;
      this.parts.progressed();
      this.pump();
    }
  }

  private async commitNext(work: PartitionWork): Promise<void> {
    const { open, followed } = work;
    const { topic, partition } = open.claim;
    const alive = () => !this.stopping && this.parts.claims.holds(open);
    const slice = await this.take(followed);
    try {
      if (!alive()) return;
      await this.parts.runnerOf(topic).run(open.claim, slice, alive);
    } finally {
      this.records -= slice.records.length;
    }
    open.nextOffset = slice.nextOffset;
    this.parts.committed({ topic, partition, offset: slice.nextOffset.toString() });
  }

  private async take(followed: FollowedPartition): Promise<Slice> {
    const { slice: limits } = this.limits;
    this.records += limits.records;
    let taken = 0;
    try {
      const slice = await followed.take(limits);
      taken = slice.records.length;
      return slice;
    } finally {
      this.records -= limits.records - taken;
      this.parts.fetcher.taken();
      this.pump();
    }
  }

  private async recover(work: PartitionWork, error: Error): Promise<void> {
    if (error instanceof BatchAbandonedError) return;
    if (error instanceof StaleOwnerError) return this.giveUp(work, error);
    const { topic, partition } = work.open.claim;
    const waitMs = backoff(++this.failures, Math.random());
    this.parts.log.error({ err: error, topic, partition, waitMs }, 'a partition stands still; it is tried again');
    await sleep(waitMs);
    this.readAnew(work);
  }

  /** From what was committed last: what was taken since is fetched again. */
  private readAnew(work: PartitionWork): void {
    const { claims, fetcher } = this.parts;
    fetcher.leave(work.followed);
    if (!claims.holds(work.open) || !this.works.has(work)) return;
    const { topic, partition } = work.open.claim;
    work.followed = fetcher.follow(topic, partition, work.open.nextOffset);
  }

  /** Refused by PostgreSQL: somebody else has claimed the partition, or it was taken back for nobody. */
  private async giveUp(work: PartitionWork, error: Error): Promise<void> {
    const { claims, fetcher, log } = this.parts;
    const { open } = work;
    fetcher.leave(work.followed);
    this.works.delete(work);
    if (!claims.holds(open)) return;
    open.lost = true;
    const { topic, partition } = open.claim;
    // While PostgreSQL cannot say, another owner is supposed; it is asked again when the group has had its time.
    const ownerless = await claims.isOwnerless(open).catch(() => false);
    if (ownerless) return void this.open(topic, partition, open.generation);
    streamMetrics.staleOwners.inc();
    log.warn({ err: error }, 'partition has another owner; waiting for the group to say so');
    void this.askAgain(open);
  }

  /** A group that says nothing for so long has given the partition to nobody else: who claimed it was late, and is no longer in it. */
  private async askAgain({ claim: { topic, partition }, generation }: OpenClaim): Promise<void> {
    await sleep(this.limits.sessionTimeoutMs, undefined, { ref: false });
    if (this.parts.claims.generation !== generation) return;
    this.parts.claims.forget(topic, partition);
    await this.open(topic, partition, generation);
  }
}
