import { Inject, Injectable } from '@nestjs/common';
import { Database, statement, type Statement, type Transaction } from '@orderweave/postgres';
import { LOGGER } from '@orderweave/service';
import { runMigrations } from 'graphile-worker';
import type { Logger } from 'pino';
import type { NewAlert } from '../alerts/alert.store.js';
import { insertDeliveries, type DeliveryKey } from './delivery.store.js';
import { queueLogger } from './queue-logger.js';
import { enabledWebhooks, wantsAlert } from './webhook.store.js';

/** The task that delivers an alert to a webhook. */
export const DELIVER_ALERT = 'deliver_alert';
/** Attempts before a delivery is given up: with the library's backoff (e^attempt seconds, 6 hours at most) about two days. */
export const MAX_ATTEMPTS = 16;

const SCHEMA = statement('queue.schema', 'SELECT current_schema() AS name');

/** Puts deliveries into the job queue, which lives in a schema beside the service's own. */
@Injectable()
export class DeliveryQueue {
  private prepared: Promise<{ schema: string; add: Statement }> | undefined;

  constructor(
    private readonly database: Database,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** The queue's schema, once its tables are there. */
  async schema(): Promise<string> {
    return (await this.prepare()).schema;
  }

  /** Queues the alerts for the webhooks that want them; the jobs exist if, and only if, the transaction commits. */
  async queue(tx: Transaction, alerts: readonly NewAlert[]): Promise<void> {
    const webhooks = await enabledWebhooks(tx, [...new Set(alerts.map(({ transition }) => transition.tenant))]);
    if (webhooks.length === 0) return;
    const deliveries = alerts.flatMap(({ id, severity, rule, transition: { tenant, kind } }): DeliveryKey[] =>
      webhooks
        .filter((webhook) => webhook.tenant === tenant && wantsAlert(webhook.filter, { severity, kind, rule }))
        .map((webhook) => ({ tenant, alertId: id, webhookId: webhook.id })),
    );
    if (deliveries.length === 0) return;
    const { add } = await this.prepare();
    await insertDeliveries(tx, deliveries);
    await tx.execute(add, [JSON.stringify(deliveries), MAX_ATTEMPTS]);
  }

  private prepare(): Promise<{ schema: string; add: Statement }> {
    this.prepared ??= this.install().catch((error: unknown) => {
      this.prepared = undefined;
      throw error;
    });
    return this.prepared;
  }

  private async install(): Promise<{ schema: string; add: Statement }> {
    const [row] = await this.database.query<{ name: string }>(SCHEMA);
    const schema = `${row!.name}_worker`;
    const { url } = this.database.options;
    await runMigrations({ connectionString: url, schema, maxPoolSize: 1, logger: queueLogger(this.log) });
    // The library's own function for many jobs at once; (identifier, payload, queue, run at, max attempts, key, priority, flags).
    const name = `"${schema.replaceAll('"', '""')}"`;
    const text = `SELECT count(*) FROM ${name}.add_jobs(ARRAY(
      SELECT ROW('${DELIVER_ALERT}', payload, NULL, NULL, $2::int, NULL, NULL, NULL)::${name}.job_spec
      FROM json_array_elements($1::json) AS payload))`;
    return { schema, add: statement('queue.add', text) };
  }
}
