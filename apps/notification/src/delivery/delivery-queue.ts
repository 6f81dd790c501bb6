import { Inject, Injectable } from '@nestjs/common';
import { Database, plainArray, statement, type Statement, type Transaction } from '@orderweave/postgres';
import { LOGGER } from '@orderweave/service';
import { runMigrations } from 'graphile-worker';
import type { Logger } from 'pino';
import type { Transition } from '@orderweave/contracts';
import { insertDeliveries, renewForPeople, takeOverdue, type DeliveryKey, type NewDelivery } from './delivery.store.js';
import { enabledEndpoints, wantsAlert } from './endpoints/endpoint.store.js';
import { queueLogger } from './queue-logger.js';

/** An alert that people are to be told of. */
export interface Notifiable {
  readonly id: string;
  readonly rule: string;
  readonly severity: string;
  /** Who is told now, besides the endpoints that belong to nobody. */
  readonly recipients: readonly string[];
  readonly muted?: string | null | undefined;
  readonly transition: Transition;
}

/** The task that delivers a message to an endpoint. */
export const DELIVER_ALERT = 'deliver_alert';
/** A job fails only when this service or its database does; how often an endpoint is asked is the delivery's own schedule. */
const JOB_ATTEMPTS = 25;
const OVERDUE_MS = 2 * 60_000;

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

  /** Queues the alerts for the endpoints that want them; the jobs exist if, and only if, the transaction commits. */
  async queue(tx: Transaction, alerts: readonly Notifiable[]): Promise<void> {
    const endpoints = await enabledEndpoints(tx, [...new Set(alerts.map(({ transition }) => transition.tenant))]);
    if (endpoints.length === 0) return;
    const dueAt = Date.now();
    await this.add(
      tx,
      alerts
        .filter(({ muted }) => !muted)
        .flatMap(({ id, severity, rule, recipients, transition: { tenant, kind } }): NewDelivery[] =>
          endpoints
            .filter(
              (endpoint) => endpoint.tenant === tenant && (!endpoint.person || recipients.includes(endpoint.person)),
            )
            .filter(({ filter }) => wantsAlert(filter, { severity, kind, rule }))
            .map((endpoint) => ({ tenant, alertId: id, endpointId: endpoint.id, dueAt })),
        ),
    );
  }

  /** Tells of alerts again that have come back to those who were told. Programs are not told: for them nothing is new. */
  async remind(tx: Transaction, alerts: readonly { readonly tenant: string; readonly id: string }[]): Promise<void> {
    if (alerts.length === 0) return;
    const dueAt = Date.now();
    const keys = await renewForPeople(tx, alerts, dueAt);
    await this.requeue(
      tx,
      keys.map((key) => ({ ...key, dueAt })),
    );
  }

  /** Notes deliveries and queues each for when it is due. */
  async add(tx: Transaction, deliveries: readonly NewDelivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    await insertDeliveries(tx, deliveries);
    await this.requeue(tx, deliveries);
  }

  /** Queues an attempt of each delivery; a job of the same delivery that is still to run is replaced. */
  async requeue(tx: Transaction, deliveries: readonly (DeliveryKey & { dueAt: number })[]): Promise<void> {
    if (deliveries.length === 0) return;
    const { add } = await this.prepare();
    const keys = deliveries.map(({ tenant, alertId, endpointId }): DeliveryKey => ({ tenant, alertId, endpointId }));
    const moments = plainArray(deliveries.map(({ dueAt }) => new Date(dueAt).toISOString()));
    await tx.execute(add, [JSON.stringify(keys), moments]);
  }

  /** Queues again what should have been attempted and was not, because a process died with it. Returns how many. */
  async rescue(now: number): Promise<number> {
    return this.database.transaction(async (tx) => {
      const lost = await takeOverdue(tx, now, now - OVERDUE_MS);
      await this.requeue(
        tx,
        lost.map((key) => ({ ...key, dueAt: now })),
      );
      return lost.length;
    });
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
    const key = `concat_ws('/', payload->>'tenant', payload->>'alertId', payload->>'endpointId')`;
    const text = `SELECT count(*) FROM ${name}.add_jobs(ARRAY(
      SELECT ROW('${DELIVER_ALERT}', payload, NULL, run_at, ${JOB_ATTEMPTS}, ${key}, NULL, NULL)::${name}.job_spec
      FROM ROWS FROM (json_array_elements($1::json), unnest($2::timestamptz[])) AS job (payload, run_at)))`;
    return { schema, add: statement('queue.add', text) };
  }
}
