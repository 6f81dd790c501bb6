import { statement, type Database } from '@orderweave/postgres';
import { isOwnedBy } from '../merges/present-customer.js';
import { ALERT_COLUMNS, SEEN_BY, type AlertRow } from './alert-row.js';

/** Which alerts to list; what is left out does not restrict. */
export interface AlertFilter {
  readonly tenant: string;
  /** Who has the customer now. */
  readonly owner?: string | undefined;
  /** Only what concerns this person: own customers' alerts, and those that the person was told of. */
  readonly person?: string | undefined;
  readonly states?: readonly string[] | undefined;
  readonly severities?: readonly string[] | undefined;
  readonly kinds?: readonly string[] | undefined;
  /** All ids of one customer. */
  readonly customerIds?: readonly string[] | undefined;
}

/** A place in the list, newest first: the last row before it. */
export interface ListPosition {
  /** ISO 8601. */
  readonly raisedAt: string;
  readonly id: string;
}

/** What happened to an alert, and who did it. */
export interface AuditEntry {
  at: Date;
  actor: string;
  /** What was done; null in entries of old. */
  action: string | null;
  state: string;
  note: string | null;
  /** What it was about: a reason, a moment, names. */
  detail: string | null;
}

/** How the delivery of an alert to one endpoint stands. */
export interface DeliveryRow {
  endpointId: string;
  channel: string;
  name: string | null;
  url: string;
  state: string;
  attempts: number;
  lastAttemptAt: Date | null;
  lastStatus: number | null;
  lastError: string | null;
  lastLatencyMs: number | null;
}

/** Alerts of customers that are held out are for nobody. */
export const SHOWN = `muted IS DISTINCT FROM 'holdout'`;
const MATCHES = `tenant = $1 AND ($2::text IS NULL OR ${isOwnedBy('alert', '$2')}) AND ($3::text[] IS NULL OR state = ANY($3))
  AND ($4::text[] IS NULL OR severity = ANY($4)) AND ($5::text[] IS NULL OR kind = ANY($5))
  AND ($6::text[] IS NULL OR customer_id = ANY($6)) AND ($7::text IS NULL OR ${SEEN_BY('$7')}) AND ${SHOWN}`;
const LIST = statement(
  'alert.list',
  `SELECT ${ALERT_COLUMNS} FROM alert
   WHERE ${MATCHES} AND ($8::timestamptz IS NULL OR (raised_at, id) < ($8, $9::text))
   ORDER BY raised_at DESC, id DESC LIMIT $10`,
);
const COUNT = statement(
  'alert.count',
  `SELECT state, severity, count(*)::int AS alerts FROM alert WHERE ${MATCHES} GROUP BY state, severity`,
);
const ONE = statement(
  'alert.one',
  `SELECT ${ALERT_COLUMNS} FROM alert WHERE tenant = $1 AND id = $2 AND ($3::text IS NULL OR ${SEEN_BY('$3')})`,
);
const AUDIT = statement(
  'alert.audit',
  'SELECT at, actor, action, state, note, detail FROM alert_event WHERE tenant = $1 AND alert_id = $2 ORDER BY id',
);
const DELIVERIES = statement(
  'alert.deliveries',
  `SELECT endpoint_id AS "endpointId", channel, name, url, state, attempts, last_attempt_at AS "lastAttemptAt", last_status AS "lastStatus",
          last_error AS "lastError", last_latency_ms AS "lastLatencyMs"
   FROM delivery JOIN endpoint ON endpoint.tenant = delivery.tenant AND endpoint.id = endpoint_id
   WHERE delivery.tenant = $1 AND alert_id = $2 ORDER BY endpoint_id`,
);

/** A page of alerts, newest first. */
export function listAlerts(
  database: Database,
  filter: AlertFilter,
  limit: number,
  after?: ListPosition,
): Promise<AlertRow[]> {
  return database.query<AlertRow>(LIST, [...filterValues(filter), after?.raisedAt ?? null, after?.id ?? null, limit]);
}

/** How many alerts there are by state and severity. */
export function countAlerts(
  database: Database,
  filter: AlertFilter,
): Promise<{ state: string; severity: string; alerts: number }[]> {
  return database.query(COUNT, filterValues(filter));
}

/** One alert of a tenant (that concerns a person, if given). */
export async function findAlert(
  database: Database,
  tenant: string,
  id: string,
  person?: string,
): Promise<AlertRow | undefined> {
  const [row] = await database.query<AlertRow>(ONE, [tenant, id, person ?? null]);
  return row;
}

/** What people did with an alert, oldest first. */
export function readAudit(database: Database, tenant: string, id: string): Promise<AuditEntry[]> {
  return database.query<AuditEntry & Record<string, unknown>>(AUDIT, [tenant, id]);
}

/** An alert's deliveries. */
export function readDeliveries(database: Database, tenant: string, id: string): Promise<DeliveryRow[]> {
  return database.query<DeliveryRow & Record<string, unknown>>(DELIVERIES, [tenant, id]);
}

function filterValues({ tenant, owner, states, severities, kinds, customerIds, person }: AlertFilter): unknown[] {
  return [
    tenant,
    owner ?? null,
    states ?? null,
    severities ?? null,
    kinds ?? null,
    customerIds ?? null,
    person ?? null,
  ];
}
