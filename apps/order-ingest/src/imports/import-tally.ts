import type { ImportedOrder } from '@orderweave/domain-ordering';
import type { GateResult } from '../orders/submission.js';
import type { ImportProgress, ImportSample } from './import-job.js';

const MOST_SAMPLES = 20;

/** Counts what an import does. */
export class ImportTally {
  private readonly counts = { accepted: 0, duplicate: 0, stale: 0, quarantined: 0 };
  private readonly samples: ImportSample[] = [];
  private orders = 0;
  private rows = 0;
  private readBytes = 0;

  /** `now`: monotonic milliseconds. */
  constructor(
    private readonly totalBytes: number,
    private readonly startedAt: number,
  ) {}

  /** So many bytes of the file were read; a second pass over it does not count. */
  read(bytes: number): void {
    this.readBytes = Math.max(this.readBytes, bytes);
  }

  /** These orders of the file had these results. */
  add(orders: readonly ImportedOrder[], results: readonly GateResult[]): void {
    results.forEach(({ result, faults }, index) => {
      const order = orders[index];
      if (!order) return;
      this.counts[result] += 1;
      this.orders += 1;
      this.rows += order.rows;
      if (faults && this.samples.length < MOST_SAMPLES) {
        this.samples.push({ document: order.document, row: order.firstRow, faults });
      }
    });
  }

  /** How far the import is; `ended`: it got to the end of its file. */
  progress(now: number, ended = false): ImportProgress {
    const seconds = Math.max(0.001, (now - this.startedAt) / 1000);
    const share = this.totalBytes > 0 ? Math.min(1, this.readBytes / this.totalBytes) : 1;
    // Read is not yet admitted: 100 is for the end alone.
    const percent = ended ? 100 : Math.min(99.9, Math.round(share * 1000) / 10);
    const etaSeconds = share > 0 ? Math.ceil((seconds * (1 - share)) / share) : undefined;
    return {
      percent,
      rows: this.rows,
      orders: this.orders,
      ...this.counts,
      rowsPerSecond: Math.round(this.rows / seconds),
      ...(etaSeconds !== undefined && { etaSeconds: ended ? 0 : etaSeconds }),
      samples: this.samples,
    };
  }
}
