import { Injectable } from '@nestjs/common';
import { Database, statement } from '@orderweave/postgres';
import { Gauge } from 'prom-client';

const COUNT = statement(
  'metrics.customers',
  'SELECT stage, risk, count(*)::int AS customers FROM customer WHERE stage IS NOT NULL GROUP BY stage, risk',
);
const KEPT_MS = 30_000;

/** Counts customers by stage and risk when Prometheus asks, but not more often than every half minute. */
@Injectable()
export class CustomerCounts {
  private readonly gauge: Gauge<'kind' | 'value'>;
  private countedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly database: Database) {
    this.gauge = new Gauge({
      name: 'orderweave_customers',
      help: 'Customers by stage and risk, as counted at most half a minute ago',
      labelNames: ['kind', 'value'],
      collect: () => this.refresh(),
    });
  }

  /** Sets the gauge anew, if it is old enough. A scrape works also while the database does not. */
  async refresh(): Promise<void> {
    if (performance.now() - this.countedAt < KEPT_MS) return;
    this.countedAt = performance.now();
    const rows = await this.database
      .query<{ stage: string; risk: string | null; customers: number }>(COUNT)
      .catch(() => undefined);
    if (!rows) return;
    this.gauge.reset();
    for (const { stage, risk, customers } of rows) {
      this.gauge.inc({ kind: 'stage', value: stage }, customers);
      if (risk) this.gauge.inc({ kind: 'risk', value: risk }, customers);
    }
  }
}
