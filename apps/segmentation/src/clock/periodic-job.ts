import type { Logger } from 'pino';

/** Runs a job every so often and when it is woken, one run at a time; a failed run is logged and tried again. */
export class PeriodicJob {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private again = false;

  constructor(
    private readonly name: string,
    private readonly everyMs: number,
    private readonly job: () => Promise<void>,
    private readonly log: Pick<Logger, 'warn'>,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.wake(), this.everyMs);
  }

  /** Runs now, or once more after the run under way. */
  wake(): void {
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = this.job()
      .catch((error: unknown) => this.log.warn({ err: error, job: this.name }, 'job failed; it is tried again'))
      .finally(() => {
        this.running = undefined;
        if (this.again && this.timer) this.wake();
        this.again = false;
      });
  }

  /** No further runs; resolves when the one under way has ended. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    await this.running;
  }
}
