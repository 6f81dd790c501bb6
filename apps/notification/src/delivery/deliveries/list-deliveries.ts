import { statement, type Database, type Transaction } from '@orderweave/postgres';
import type { DeliveryKey } from '../delivery.store.js';
import type { AttemptItem, DeliveryItem } from './delivery-dto.js';

/** Which deliveries of a tenant; what is left out does not restrict. */
export interface DeliveryFilter {
  readonly tenant: string;
  readonly alert?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly state?: string | undefined;
}

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const iso = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', ${ISO})`;
const MATCHES = `tenant = $1 AND ($2::text IS NULL OR alert_id = $2) AND ($3::text IS NULL OR endpoint_id = $3)
  AND ($4::text IS NULL OR state = $4)`;
const LIST = statement(
  'delivery.list',
  `SELECT alert_id AS "alertId", endpoint_id AS "endpointId", state, attempts, ${iso('created_at')} AS "createdAt",
     ${iso('due_at')} AS "dueAt", last_status AS "lastStatus", last_error AS "lastError"
   FROM delivery
   WHERE ${MATCHES} AND ($5::timestamptz IS NULL
     OR (date_trunc('milliseconds', created_at), alert_id, endpoint_id) < ($5, $6::text, $7::text))
   ORDER BY date_trunc('milliseconds', created_at) DESC, alert_id DESC, endpoint_id DESC LIMIT $8`,
);
const ATTEMPTS = statement(
  'delivery.attempts',
  `SELECT attempt, ${iso('at')} AS at, status, error, latency_ms AS "latencyMs", request, response
   FROM delivery_attempt WHERE tenant = $1 AND alert_id = $2 AND endpoint_id = $3 ORDER BY at, attempt`,
);
// The schedule begins anew; attempts count on, as each is kept under its number.
const RENEW = statement(
  'delivery.renew',
  `UPDATE delivery SET state = 'pending', due_at = $5, renewed_at_attempt = attempts
   WHERE (tenant, alert_id, endpoint_id) IN (SELECT tenant, alert_id, endpoint_id FROM delivery WHERE ${MATCHES} LIMIT 1000)
   RETURNING tenant, alert_id AS "alertId", endpoint_id AS "endpointId"`,
);

/** A page of deliveries, newest first. */
export function listDeliveries(
  database: Database,
  filter: DeliveryFilter,
  limit: number,
  after?: readonly [string, string, string],
): Promise<DeliveryItem[]> {
  const position = after ?? [null, null, null];
  return database.query<DeliveryItem & Record<string, unknown>>(LIST, [...values(filter), ...position, limit]);
}

/** The attempts of one delivery, the first first. */
export function listAttempts(database: Database, key: DeliveryKey): Promise<AttemptItem[]> {
  const { tenant, alertId, endpointId } = key;
  return database.query<AttemptItem & Record<string, unknown>>(ATTEMPTS, [tenant, alertId, endpointId]);
}

/** Makes deliveries pending again, due `now` (epoch milliseconds); returns which. */
export function renewDeliveries(tx: Transaction, filter: DeliveryFilter, now: number): Promise<DeliveryKey[]> {
  return tx.query<DeliveryKey & Record<string, unknown>>(RENEW, [...values(filter), new Date(now).toISOString()]);
}

function values({ tenant, alert, endpoint, state }: DeliveryFilter): (string | null)[] {
  return [tenant, alert ?? null, endpoint ?? null, state ?? null];
}
