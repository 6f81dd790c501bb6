import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceUnavailableException } from '@nestjs/common';
import type { Database } from '@orderweave/postgres';
import { statement } from '@orderweave/postgres';
import type { Progress, StreamServer } from '@orderweave/stream';
import type { ProgressBoard } from './progress-board.js';

const PING = statement('health.ping', 'SELECT 1');
const SILENCE_LIMIT_MS = 90_000;
const ANSWER_WITHIN_MS = 8_000;
const LOOK_AGAIN_MS = 25;

/** How far a service is, with what its own sources still have to do. */
export interface ServiceProgress extends Progress {
  readonly pending: Readonly<Record<string, number>>;
}

/** Answers what health checks, metrics and whoever waits for the end of work ask. */
export class ServiceHealth {
  private server: StreamServer | undefined;

  constructor(
    private readonly database: Database,
    private readonly board: ProgressBoard,
  ) {}

  /** The stream server, once it exists. */
  attach(server: StreamServer): void {
    this.server = server;
  }

  /** Why the process should be replaced; undefined while it makes progress. */
  notAlive(): string | undefined {
    const silent = this.server?.sinceLastSign() ?? 0;
    return silent > SILENCE_LIMIT_MS ? `no sign of the consumer for ${Math.round(silent / 1000)} s` : undefined;
  }

  /** What is not ready to serve, by part; empty when all is well. */
  async notReady(): Promise<Record<string, string>> {
    const faults: Record<string, string> = {};
    const check = async (part: string, work: () => Promise<unknown>) => {
      await inTime(work()).catch((error: Error) => (faults[part] = error.message));
    };
    await Promise.all([
      check('postgres', () => this.database.query(PING)),
      check('kafka', async () => {
        if (!this.server) throw new Error('not connected yet');
        await this.server.progress();
      }),
    ]);
    return faults;
  }

  /** Progress once nothing is left to do, or else after `waitMs`; asks only when nothing is in hand, and Kafka only when the outbox is empty. */
  async progressWhenDrained(waitMs: number): Promise<ServiceProgress> {
    for (const end = Date.now() + waitMs; ;) {
      const late = Date.now() >= end;
      if (late || (!this.server?.isBusy && (await inTime(this.outbox())) === 0)) {
        const progress = await this.progress();
        if (progress.drained || late) return progress;
      }
      // Other replicas commit and publish without raising the signal here, hence the short limit.
      await (this.server?.changes.next(LOOK_AGAIN_MS) ?? sleep(LOOK_AGAIN_MS));
    }
  }

  /** Progress at this moment. */
  async progress(): Promise<ServiceProgress> {
    if (!this.server) return { drained: false, lag: {}, outbox: 0, outboxOldestSeconds: 0, pending: {} };
    const before = await inTime(this.server.progress());
    const pending = await inTime(this.board.read());
    // A source may have put messages out, and a handler may have given a source work, between the two looks: look again.
    const after = before.drained ? await inTime(this.server.progress()) : before;
    const drained = before.drained && after.drained && Object.values(pending).every((count) => count === 0);
    return { ...after, drained, pending };
  }

  private async outbox(): Promise<number> {
    return (await this.server?.relay.backlog())?.messages ?? 0;
  }
}

/** A health check must answer also while an engine does not; the clients' own retries last much longer. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const fault = new ServiceUnavailableException(`no answer within ${ANSWER_WITHIN_MS} ms`);
    timer = setTimeout(() => reject(fault), ANSWER_WITHIN_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
