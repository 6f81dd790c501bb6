import { Inject, Injectable } from '@nestjs/common';
import type { SalesTeam } from '@orderweave/domain-notification';
import { Database, plainArray, statement, type Statement, type Transaction } from '@orderweave/postgres';
import { LOGGER } from '@orderweave/service';
import { runMigrations } from 'graphile-worker';
import type { Logger } from 'pino';
import { CALENDAR_OF, type CalendarOf } from '../life/tenant-calendar.js';
import { loadTeams } from '../team/sales-team.store.js';
import { insertDeliveries, renewForPeople, takeOverdue, type DeliveryKey, type NewDelivery } from './delivery.store.js';
import { enabledEndpoints, type EndpointRow } from './endpoints/endpoint.store.js';
import { gatheredLeft, insertGathering, lastTold, repeatDelivered, type EndpointKey } from './gather/gather.store.js';
import { planDeliveries, type Notifiable, type PlannedDelivery } from './gather/plan-deliveries.js';
import { queueLogger } from './queue-logger.js';

/** The task that delivers a message to an endpoint. */
export const DELIVER_ALERT = 'deliver_alert';
/** The task that tells an endpoint of what has gathered. */
export const TELL_GATHERED = 'tell_gathered';
/** A job fails only when this service or its database does; how often an endpoint is asked is the delivery's own schedule. */
const JOB_ATTEMPTS = 25;
const OVERDUE_MS = 2 * 60_000;

const SCHEMA = statement('queue.schema', 'SELECT current_schema() AS name');

/** What is known of the tenants of some alerts. */
export interface TellingTerms {
  readonly teams: ReadonlyMap<string, SalesTeam>;
  /** Tenants with a place that takes deliveries. */
  readonly reachable: ReadonlySet<string>;
}

/** The queue's schema and its statements. */
interface Prepared {
  readonly schema: string;
  readonly add: Statement;
  readonly tell: Statement;
}

/** Puts deliveries into the job queue, which lives in a schema beside the service's own. */
@Injectable()
export class DeliveryQueue {
  private prepared: Promise<Prepared> | undefined;

  constructor(
    private readonly database: Database,
    @Inject(CALENDAR_OF) private readonly calendarOf: CalendarOf,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** The queue's schema, once its tables are there. */
  async schema(): Promise<string> {
    return (await this.prepare()).schema;
  }

  /**
   * Queues the alerts for the endpoints that want them; the jobs exist if, and only if, the transaction commits. What is `known` of their
   * tenants is not read again.
   */
  async queue(tx: Transaction, alerts: readonly Notifiable[], known?: TellingTerms): Promise<void> {
    const all = [...new Set(alerts.map(({ transition }) => transition.tenant))];
    const tenants = known ? all.filter((tenant) => known.reachable.has(tenant)) : all;
    if (tenants.length === 0) return;
    const planned = await this.plan(tx, alerts, await enabledEndpoints(tx, tenants), known?.teams);
    await this.add(
      tx,
      planned.filter(({ gather }) => !gather),
    );
    await this.gather(
      tx,
      planned.filter(({ gather }) => gather),
    );
  }

  /**
   * Tells people again of alerts that they were told of and that nobody has seen to, as they want to be told of alerts: with others, with
   * the next digest, not in quiet hours. Programs are not told.
   */
  async repeat(tx: Transaction, alerts: readonly Notifiable[]): Promise<void> {
    if (alerts.length === 0) return;
    const tenants = [...new Set(alerts.map(({ transition }) => transition.tenant))];
    const people = (await enabledEndpoints(tx, tenants)).filter(({ channel }) => channel !== 'webhook');
    const planned = await this.plan(tx, alerts, people);
    if (planned.length === 0) return;
    const keyOf = ({ tenant, alertId, endpointId }: DeliveryKey) => `${tenant}/${alertId}/${endpointId}`;
    const again = new Set((await repeatDelivered(tx, planned)).map(keyOf));
    const due = planned.filter((one) => again.has(keyOf(one)));
    await this.requeue(
      tx,
      due.filter(({ gather }) => !gather),
    );
    await this.wakeFirst(
      tx,
      due.filter(({ gather }) => gather),
    );
  }

  /** When which endpoints are told of which alerts. */
  private async plan(
    tx: Transaction,
    alerts: readonly Notifiable[],
    endpoints: readonly EndpointRow[],
    known?: ReadonlyMap<string, SalesTeam>,
  ): Promise<PlannedDelivery[]> {
    if (endpoints.length === 0) return [];
    const tenants = [...new Set(alerts.map(({ transition }) => transition.tenant))];
    const people = endpoints.filter(({ channel }) => channel !== 'webhook');
    const keys = people.map(({ tenant, id }) => ({ tenant, endpointId: id }));
    const told = keys.length ? await lastTold(tx, keys) : new Map<string, number>();
    const teams = known ?? (keys.length ? await loadTeams(tx, tenants) : new Map<string, SalesTeam>());
    const context = { now: Date.now(), teams, lastTold: told, calendarOf: this.calendarOf };
    return planDeliveries(alerts, endpoints, context);
  }

  /** Lets deliveries wait for others: one job an endpoint, at the first moment that one of them is due. */
  private async gather(tx: Transaction, deliveries: readonly PlannedDelivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    insertGathering(tx, deliveries);
    await this.wakeFirst(tx, deliveries);
  }

  private async wakeFirst(tx: Transaction, deliveries: readonly PlannedDelivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    const first = new Map<string, PlannedDelivery>();
    for (const one of deliveries) {
      const key = `${one.tenant}/${one.endpointId}/${one.dueAt}`;
      if (!first.has(key)) first.set(key, one);
    }
    await this.wake(tx, [...first.values()]);
  }

  /** Queues the telling of endpoints at their moments. */
  async wake(tx: Transaction, endpoints: readonly (EndpointKey & { dueAt: number })[]): Promise<void> {
    const { tell } = await this.prepare();
    const keys = endpoints.map(({ tenant, endpointId, dueAt }) => ({ tenant, endpointId, dueAt }));
    tx.write(tell, [JSON.stringify(keys), plainArray(keys.map(({ dueAt }) => new Date(dueAt).toISOString()))]);
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
    insertDeliveries(tx, deliveries);
    await this.requeue(tx, deliveries);
  }

  /** Queues an attempt of each delivery; a job of the same delivery that is still to run is replaced. */
  async requeue(tx: Transaction, deliveries: readonly (DeliveryKey & { dueAt: number })[]): Promise<void> {
    if (deliveries.length === 0) return;
    const { add } = await this.prepare();
    const keys = deliveries.map(({ tenant, alertId, endpointId }): DeliveryKey => ({ tenant, alertId, endpointId }));
    const moments = plainArray(deliveries.map(({ dueAt }) => new Date(dueAt).toISOString()));
    tx.write(add, [JSON.stringify(keys), moments]);
  }

  /** Queues again what should have been attempted and was not, because a process died with it. Returns how many. */
  async rescue(now: number): Promise<number> {
    return this.database.transaction(async (tx) => {
      const left = await gatheredLeft(tx, now - OVERDUE_MS);
      if (left.length > 0)
        await this.wake(
          tx,
          left.map((key) => ({ ...key, dueAt: now })),
        );
      const lost = await takeOverdue(tx, now, now - OVERDUE_MS);
      await this.requeue(
        tx,
        lost.map((key) => ({ ...key, dueAt: now })),
      );
      return lost.length;
    });
  }

  private prepare(): Promise<Prepared> {
    this.prepared ??= this.install().catch((error: unknown) => {
      this.prepared = undefined;
      throw error;
    });
    return this.prepared;
  }

  private async install(): Promise<Prepared> {
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
    // One telling an endpoint and moment, however many alerts ask for it.
    const moment = `concat_ws('/', 'tell', payload->>'tenant', payload->>'endpointId', payload->>'dueAt')`;
    const telling = `SELECT count(*) FROM ${name}.add_jobs(ARRAY(
      SELECT ROW('${TELL_GATHERED}', payload, NULL, run_at, ${JOB_ATTEMPTS}, ${moment}, NULL, NULL)::${name}.job_spec
      FROM ROWS FROM (json_array_elements($1::json), unnest($2::timestamptz[])) AS job (payload, run_at)))`;
    return { schema, add: statement('queue.add', text), tell: statement('queue.tell', telling) };
  }
}
