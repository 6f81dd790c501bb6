import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type ImportedOrder, TenantDirectory } from '@orderweave/domain-ordering';
import { Database, isTransient, statement } from '@orderweave/postgres';
import { backoff } from '@orderweave/stream';
import { judgeSubmission } from '../orders/judge-submission.js';
import { OrderGate } from '../orders/order-gate.js';
import { OrderIntake } from '../orders/order-intake.js';
import type { GateResult } from '../orders/submission.js';
import type { ImportJob } from './import-job.js';

const BACKLOG = statement('import.backlog', 'SELECT coalesce(sum(messages), 0)::int AS messages FROM outbox');
/** Messages in the outbox at which an import waits for the relay. */
const MOST_BACKLOG = 50_000;

/** Takes an import's orders to the gate: as fast as the relay publishes, and again while the database is away. */
@Injectable()
export class ImportAdmission {
  constructor(
    private readonly database: Database,
    private readonly tenants: TenantDirectory,
    private readonly intake: OrderIntake,
    private readonly gate: OrderGate,
  ) {}

  /** Admits orders, or for a dry run finds what would become of them. */
  async admit(job: ImportJob, orders: readonly ImportedOrder[], signal: AbortSignal): Promise<GateResult[]> {
    const settings = this.tenants.get(job.tenant);
    const now = Date.now();
    const judged = orders.map(({ submission: value }) => {
      const original = () => Buffer.from(JSON.stringify(value));
      return judgeSubmission({ settings, source: `import ${job.id}`, value, original, channels: job.channels }, now);
    });
    for (let attempt = 1; ; attempt += 1) {
      try {
        if (job.dryRun) return await this.gate.rehearse(this.database, judged);
        return await this.intake.submit(judged);
      } catch (error) {
        if (!isTransient(error)) throw error;
        await sleep(backoff(attempt, Math.random()), undefined, { signal });
      }
    }
  }

  /** Waits while the relay is too far behind, so that an import cannot fill the disk. */
  async waitForRelay(signal: AbortSignal): Promise<void> {
    for (;;) {
      const rows = await this.database.query<{ messages: number }>(BACKLOG).catch(() => []);
      if ((rows[0]?.messages ?? 0) < MOST_BACKLOG) return;
      await sleep(100, undefined, { signal });
    }
  }
}
