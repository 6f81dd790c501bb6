import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { RelayLeadership } from '@orderweave/stream';
import { PeriodicJob } from '../clock/periodic-job.js';
import { RebuildRunner } from './rebuild-runner.js';
import type { RebuildParts } from './replay-session.js';

const LOOK_MS = 1_000;

/** Has one process of the service work on the rebuild that is asked for. One that dies is followed by another, or by itself. */
@Injectable()
export class RebuildJobs implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly leadership: RelayLeadership;
  private readonly runner: RebuildRunner;
  private readonly job: PeriodicJob;

  constructor(parts: RebuildParts) {
    this.leadership = new RelayLeadership(parts.database, 'orderweave.rebuild');
    this.runner = new RebuildRunner(parts, () => this.leadership.held);
    this.job = new PeriodicJob('rebuild', LOOK_MS, () => this.work(), parts.log);
  }

  onApplicationBootstrap(): void {
    this.job.start();
  }

  /** Something was asked for. */
  wake(): void {
    this.job.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    this.runner.stop();
    await this.job.stop();
    this.leadership.release();
  }

  private async work(): Promise<void> {
    if (!(await this.runner.isWanted()) || !(await this.leadership.acquire())) return;
    try {
      await this.runner.work();
    } finally {
      this.leadership.release();
    }
  }
}
