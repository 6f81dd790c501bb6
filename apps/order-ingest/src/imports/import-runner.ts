import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ColumnMapError, type ImportedOrder, readOrders } from '@orderweave/domain-ordering';
import { LOGGER, ProgressBoard } from '@orderweave/service';
import type { Logger } from 'pino';
import { IngestConfig } from '../config.js';
import { ImportAdmission } from './import-admission.js';
import type { ImportJob } from './import-job.js';
import { ImportJobStore } from './import-job.store.js';
import { ImportTally } from './import-tally.js';
import { FileReadError, readRows } from './read-rows.js';

const BATCH_ORDERS = 250;
const BATCH_ROWS = 4_000;
const REPORT_MS = 500;

class StoppedError extends Error {
  override name = 'StoppedError';
}

class ShutdownError extends Error {
  override name = 'ShutdownError';
}

/** Runs imports. One that a process left unfinished begins anew: what was admitted before is a duplicate then. */
@Injectable()
export class ImportRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly running = new Map<string, { ended: Promise<void>; abort: AbortController }>();

  constructor(
    private readonly config: IngestConfig,
    private readonly jobs: ImportJobStore,
    private readonly admission: ImportAdmission,
    private readonly board: ProgressBoard,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Where an import's file lies until it is done. */
  fileOf(id: string): string {
    return join(this.config.importDir, `${id}.upload`);
  }

  /** Begins an import whose file is there. */
  start(job: ImportJob): void {
    const abort = new AbortController();
    const ended = this.run(job, abort)
      .catch((error: unknown) => this.log.error({ err: error, import: job.id }, 'import is interrupted'))
      .finally(() => this.running.delete(job.id));
    this.running.set(job.id, { ended, abort });
  }

  /** Stops an import that runs here; one elsewhere sees it in its state. */
  stop(id: string): void {
    this.running.get(id)?.abort.abort(new StoppedError('stopped on request'));
  }

  async onApplicationBootstrap(): Promise<void> {
    this.board.add('imports', async () => this.running.size);
    for (const job of await this.jobs.unfinished()) {
      // The file of another replica's import is not here.
      if (await stat(this.fileOf(job.id)).catch(() => undefined)) this.start(job);
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const { abort } of this.running.values()) abort.abort(new ShutdownError('the service ends'));
    await Promise.all([...this.running.values()].map(({ ended }) => ended));
  }

  private async run(job: ImportJob, abort: AbortController): Promise<void> {
    const file = this.fileOf(job.id);
    const { size } = await stat(file);
    const tally = new ImportTally(size, performance.now());
    const report = setInterval(() => void this.report(job, tally, abort), REPORT_MS);
    try {
      await this.admitAll(job, tally, abort.signal);
      await this.jobs.finish(job, 'done', tally.progress(performance.now(), true));
      await rm(file, { force: true });
    } catch (error) {
      await this.fail(job, tally, abort.signal.aborted ? abort.signal.reason : error);
    } finally {
      clearInterval(report);
    }
  }

  private async admitAll(job: ImportJob, tally: ImportTally, signal: AbortSignal): Promise<void> {
    const open = () =>
      readRows(this.fileOf(job.id), {
        limitBytes: this.config.importLimitBytes,
        signal,
        onRead: (bytes) => tally.read(bytes),
      });
    let batch: ImportedOrder[] = [];
    let rows = 0;
    let before: Promise<void> = Promise.resolve();
    const admit = async (orders: readonly ImportedOrder[]): Promise<void> => {
      tally.add(orders, await this.admission.admit(job, orders, signal));
    };
    for await (const order of readOrders(open, job.map)) {
      batch.push(order);
      rows += order.rows;
      if (batch.length < BATCH_ORDERS && rows < BATCH_ROWS) continue;
      signal.throwIfAborted();
      // The next batch is read and judged while this one is on its way to the disk.
      await before;
      await this.admission.waitForRelay(signal);
      before = admit(batch);
      before.catch(() => undefined);
      batch = [];
      rows = 0;
    }
    await before;
    signal.throwIfAborted();
    if (batch.length) await admit(batch);
  }

  private async report(job: ImportJob, tally: ImportTally, abort: AbortController): Promise<void> {
    // A report that fails is made good by the next one.
    const state = await this.jobs.report(job, tally.progress(performance.now())).catch(() => 'running');
    if (state === 'stopping') abort.abort(new StoppedError('stopped on request'));
  }

  private async fail(job: ImportJob, tally: ImportTally, error: unknown): Promise<void> {
    // It stays `running`, with its file, and begins anew when the service is started again.
    if (error instanceof ShutdownError) return;
    const stopped = error instanceof StoppedError;
    const unreadable = error instanceof FileReadError || error instanceof ColumnMapError;
    if (!stopped && !unreadable) this.log.error({ err: error, import: job.id }, 'import failed');
    const reason = unreadable ? error.message : 'internal error; the log says more';
    const state = stopped ? 'stopped' : 'failed';
    await this.jobs.finish(job, state, tally.progress(performance.now()), stopped ? undefined : reason);
    await rm(this.fileOf(job.id), { force: true });
  }
}
