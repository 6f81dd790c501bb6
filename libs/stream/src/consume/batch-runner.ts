import { setTimeout as sleep } from 'node:timers/promises';
import {
  isTransient,
  StaleOwnerError,
  type Claim,
  type Database,
  type OffsetStore,
  type Transaction,
} from '@orderweave/postgres';
import type { Logger } from 'pino';
import { streamMetrics } from '../stream-metrics.js';
import type { Slice } from '../fetch/followed-partition.js';
import type { Flow, Received } from '../topology.js';
import { backoff } from './backoff.js';
import { deadLetterMessage } from './dead-letter-message.js';
import { recordDecoder, type DecodedRecord } from './decode-record.js';
import { deadLetter, type Outcome } from './outcome.js';

/** What a batch runner works with. */
export interface RunnerParts {
  readonly service: string;
  readonly database: Database;
  readonly offsets: OffsetStore;
  readonly log: Logger;
}

/** Thrown when retrying stopped because the consumer is shutting down or lost the partition. */
export class BatchAbandonedError extends Error {
  override name = 'BatchAbandonedError';
}

interface Part {
  readonly records: readonly DecodedRecord[];
  readonly nextOffset: bigint;
}

/**
 * Takes records of one partition to a commit: decode, handle, and write state, outbox, dead letters and offset in one
 * transaction. Transient faults are retried whole; a permanent one is cornered by halving the batch, so that one poison record
 * neither blocks its partition nor takes its neighbours along.
 */
export class BatchRunner {
  private readonly decode: ReturnType<typeof recordDecoder>;
  private readonly declared: ReadonlySet<string>;

  constructor(
    private readonly flow: Flow,
    private readonly parts: RunnerParts,
  ) {
    this.decode = recordDecoder(flow.consumes);
    this.declared = new Set(flow.emits.map((event) => event.type));
  }

  /** See `Flow`. */
  get lingers(): boolean {
    return this.flow.lingers;
  }

  /** Handles a slice; resolves when all of it is committed. */
  async run(claim: Claim, { records, nextOffset }: Slice, alive: () => boolean): Promise<void> {
    const decoded = records.map((record) => this.decode(record, claim.topic, claim.partition));
    await this.settle(claim, { records: decoded, nextOffset }, alive);
  }

  private async settle(claim: Claim, part: Part, alive: () => boolean): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.commit(claim, part);
      } catch (error) {
        if (error instanceof StaleOwnerError) throw error;
        if (!isTransient(error)) return await this.corner(claim, part, error, alive);
        if (!alive()) throw new BatchAbandonedError(`${claim.topic}/${claim.partition}`, { cause: error });
        const waitMs = backoff(attempt, Math.random());
        this.parts.log.warn(
          { err: error, topic: claim.topic, partition: claim.partition, attempt, waitMs },
          'batch is retried',
        );
        streamMetrics.retries.inc({ topic: claim.topic });
        await sleep(waitMs);
      }
    }
  }

  private async corner(
    claim: Claim,
    { records, nextOffset }: Part,
    error: unknown,
    alive: () => boolean,
  ): Promise<void> {
    const [only] = records;
    if (!only) throw error;
    if (records.length === 1) {
      const { record } = only;
      const offset = `${record.offset}`;
      this.parts.log.error({ err: error, topic: claim.topic, offset }, 'record is dead-lettered');
      const dead = { record, outcome: deadLetter('HANDLER_FAILED', error) };
      return this.settle(claim, { records: [dead], nextOffset }, alive);
    }
    const middle = records.length >> 1;
    const second = records[middle]!.record.offset;
    await this.settle(claim, { records: records.slice(0, middle), nextOffset: second }, alive);
    await this.settle(claim, { records: records.slice(middle), nextOffset }, alive);
  }

  private async commit(claim: Claim, { records, nextOffset }: Part): Promise<void> {
    const stop = streamMetrics.batchSeconds.startTimer({ topic: claim.topic });
    const outcomes = await this.parts.database.transaction(async (tx) => {
      await this.parts.offsets.advance(tx, claim, nextOffset);
      const handled = await this.handle(tx, claim, records);
      const ends = records.map(({ outcome, received }) => outcome ?? (received && handled?.get(received)));
      this.bury(tx, claim, records, ends);
      return ends;
    });
    stop();
    streamMetrics.batchSize.observe({ topic: claim.topic }, records.length);
    for (const outcome of outcomes) if (outcome && outcome.kind !== 'ok') this.count(claim.topic, outcome);
  }

  private async handle(
    tx: Transaction,
    claim: Claim,
    records: readonly DecodedRecord[],
  ): Promise<ReadonlyMap<Received, Outcome> | undefined> {
    const events = records.flatMap(({ received }) => received ?? []);
    if (events.length === 0) return undefined;
    const { topic, partition, epoch } = claim;
    const handled = await this.flow.handle(events, tx, { topic, partition, epoch });
    const emits = handled?.emits ?? [];
    for (const { event } of emits) {
      if (!this.declared.has(event.type)) {
        throw new Error(`${this.flow.handlerName} emits ${event.type}, which its topology does not declare`);
      }
    }
    tx.publish(emits);
    return handled?.outcomes;
  }

  private bury(
    tx: Transaction,
    claim: Claim,
    records: readonly DecodedRecord[],
    ends: readonly (Outcome | undefined)[],
  ): void {
    const from = { service: this.parts.service, topic: claim.topic, partition: claim.partition };
    records.forEach(({ record }, index) => {
      const end = ends[index];
      if (end?.kind === 'dead-letter') tx.publishRaw(deadLetterMessage(record, from, end));
    });
  }

  private count(topic: string, outcome: Outcome): void {
    if (outcome.kind === 'drop') streamMetrics.drops.inc({ topic, reason: outcome.reason });
    if (outcome.kind === 'dead-letter') streamMetrics.deadLetters.inc({ topic, code: outcome.code });
  }
}
