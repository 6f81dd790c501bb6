import type { Transaction } from '@orderweave/postgres';
import { markCustomers, type DayMarks } from './customer-marks.store.js';

/**
 * What turned days leave in customers' rows, put off until nothing else is left to do that lasts: whoever has an order meanwhile waits for
 * the commit.
 */
export class CustomerMarks {
  private readonly pending = new Map<string, DayMarks>();

  constructor(private readonly tx: Transaction) {}

  /** Puts a tenant's day off. */
  add(marks: DayMarks): void {
    this.pending.set(marks.tenant, marks);
  }

  /** Writes what was put off, of one tenant or of all. Call it before value bands move again. */
  async write(tenant?: string): Promise<void> {
    for (const marks of [...this.pending.values()].sort((a, b) => (a.tenant < b.tenant ? -1 : 1))) {
      if (tenant !== undefined && marks.tenant !== tenant) continue;
      await markCustomers(this.tx, marks);
      this.pending.delete(marks.tenant);
    }
  }
}
