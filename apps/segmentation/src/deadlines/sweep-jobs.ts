import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '@orderweave/postgres';
import { LOGGER, ProgressBoard } from '@orderweave/service';
import type { Logger } from 'pino';
import { countDaysBehind } from '../clock/clock.store.js';
import { PeriodicJob } from '../clock/periodic-job.js';
import { TenantClocks } from '../clock/tenant-clocks.js';
import { countDue } from './sweep.store.js';
import { Sweeper } from './sweeper.js';

const TICK_MS = 500;
const SWEEP_MS = 1_000;

/** Keeps the clocks ticking and the sweeper sweeping, and tells on the progress board what they have left to do. */
@Injectable()
export class SweepJobs implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly ticking: PeriodicJob;
  private readonly sweeping: PeriodicJob;

  constructor(
    private readonly sweeper: Sweeper,
    clocks: TenantClocks,
    database: Database,
    board: ProgressBoard,
    @Inject(LOGGER) log: Logger,
  ) {
    this.ticking = new PeriodicJob('clock', TICK_MS, () => clocks.tick(), log);
    this.sweeping = new PeriodicJob('sweep', SWEEP_MS, async () => void (await sweeper.sweep()), log);
    board.add('clock', () => countDaysBehind(database));
    board.add('deadlines', () => countDue(database));
  }

  onApplicationBootstrap(): void {
    this.ticking.start();
    this.sweeping.start();
  }

  /** A day has turned: customers may be due. */
  wake(): void {
    this.sweeping.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    this.sweeper.stop();
    await Promise.all([this.ticking.stop(), this.sweeping.stop()]);
  }
}
