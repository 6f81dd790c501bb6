import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '@orderweave/postgres';
import { LOGGER, ProgressBoard } from '@orderweave/service';
import type { Logger } from 'pino';
import { PeriodicJob } from '../clock/periodic-job.js';
import { TenantMoments } from '../models/tenant-moments.js';
import { wallNow } from '../wall-now.js';
import { SignalSweeper } from './signal-sweeper.js';
import { countSignalWork } from './signal-work.store.js';

const SWEEP_MS = 1_000;
/** While orders keep coming, signals are judged for a fifth of the time; so many milliseconds at a stretch are free. */
const SHARE = 0.2;
const FREE_MS = 500;
const LONGEST_REST_MS = 1_000;

/** Keeps customers judged by signals, and tells on the progress board what is left to do. */
@Injectable()
export class SignalJobs implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly sweeper: SignalSweeper;
  private readonly sweeping: PeriodicJob;
  private noted = 0;
  private seen = 0;
  /** When the work in hand began, and what has been worked lately beyond the share, in milliseconds. */
  private since = 0;
  private worked = 0;
  private workedAt = 0;

  constructor(database: Database, moments: TenantMoments, board: ProgressBoard, @Inject(LOGGER) log: Logger) {
    this.sweeper = new SignalSweeper(database, moments, { wallNow, breathe: () => this.breathe() });
    const sweep = async () => {
      this.since = performance.now();
      await this.sweeper.sweep();
    };
    this.sweeping = new PeriodicJob('signals', SWEEP_MS, sweep, log);
    board.add('signals', () => countSignalWork(database));
  }

  onApplicationBootstrap(): void {
    this.sweeping.start();
  }

  /** Customers were noted, or a day has turned. */
  wake(): void {
    this.noted++;
    this.sweeping.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    this.sweeper.stop();
    await this.sweeping.stop();
  }

  /** Rests after a chunk in which orders have come, if signals have had more than their share. */
  private async breathe(): Promise<void> {
    const now = performance.now();
    this.worked = Math.max(0, this.worked - (now - this.workedAt) * SHARE) + now - this.since;
    this.workedAt = now;
    const rest = (this.worked - FREE_MS) / SHARE;
    if (rest > 0 && this.noted !== this.seen) await setTimeout(Math.min(rest, LONGEST_REST_MS));
    this.seen = this.noted;
    this.since = performance.now();
  }
}
