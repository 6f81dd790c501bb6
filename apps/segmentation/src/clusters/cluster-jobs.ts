import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '@orderweave/postgres';
import { LOGGER, ProgressBoard } from '@orderweave/service';
import type { Logger } from 'pino';
import { PeriodicJob } from '../clock/periodic-job.js';
import { ClusterFitter } from './cluster-fitter.js';
import { countClusterWork } from './cluster-work.store.js';

const LOOK_MS = 2_000;

/** Fits clusters every fourth Monday, and tells on the progress board what is left to do. */
@Injectable()
export class ClusterJobs implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly fitter: ClusterFitter;
  private readonly fitting: PeriodicJob;

  constructor(database: Database, board: ProgressBoard, @Inject(LOGGER) log: Logger) {
    this.fitter = new ClusterFitter(database);
    this.fitting = new PeriodicJob('clusters', LOOK_MS, () => this.fitter.run(), log);
    board.add('clusters', () => countClusterWork(database));
  }

  onApplicationBootstrap(): void {
    this.fitting.start();
  }

  /** A day has turned. */
  wake(): void {
    this.fitting.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    this.fitter.stop();
    await this.fitting.stop();
  }
}
