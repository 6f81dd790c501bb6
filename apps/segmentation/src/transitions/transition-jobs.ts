import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { LOGGER } from '@orderweave/service';
import type { Logger } from 'pino';
import { PeriodicJob } from '../clock/periodic-job.js';
import { TransitionRetention } from './transition-retention.js';

const EVERY_MS = 600_000;

/** Forgets transitions that are older than they are kept. */
@Injectable()
export class TransitionJobs implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly sweeping: PeriodicJob;

  constructor(
    private readonly retention: TransitionRetention,
    @Inject(LOGGER) log: Logger,
  ) {
    this.sweeping = new PeriodicJob('transition retention', EVERY_MS, async () => void (await retention.sweep()), log);
  }

  onApplicationBootstrap(): void {
    this.sweeping.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.retention.stop();
    await this.sweeping.stop();
  }
}
