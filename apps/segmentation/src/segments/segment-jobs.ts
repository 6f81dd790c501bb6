import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '@orderweave/postgres';
import { LOGGER, ProgressBoard } from '@orderweave/service';
import type { Logger } from 'pino';
import { PeriodicJob } from '../clock/periodic-job.js';
import { SegmentSweeper } from './segment-sweeper.js';
import { countSegmentWork } from './segment-work.store.js';

const SWEEP_MS = 500;

/** Keeps customers judged by segments, and tells on the progress board what is left to do. */
@Injectable()
export class SegmentJobs implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly sweeping: PeriodicJob;

  constructor(
    private readonly sweeper: SegmentSweeper,
    database: Database,
    board: ProgressBoard,
    @Inject(LOGGER) log: Logger,
  ) {
    this.sweeping = new PeriodicJob('segments', SWEEP_MS, async () => void (await sweeper.sweep()), log);
    board.add('segments', () => countSegmentWork(database));
  }

  onApplicationBootstrap(): void {
    this.sweeping.start();
  }

  /** A segment was saved: customers are to be judged by it. */
  wake(): void {
    this.sweeping.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    this.sweeper.stop();
    await this.sweeping.stop();
  }
}
