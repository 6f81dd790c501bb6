import type { Card } from '@orderweave/domain-notification';
import { plainArray, statement, textArray, type Database, type Transaction } from '@orderweave/postgres';

/** One message on its way to one endpoint: an alert, or a card of its own (a digest, a reminder). */
export interface DeliveryKey {
  readonly tenant: string;
  readonly alertId: string;
  readonly endpointId: string;
}

/** A delivery to note down. */
export interface NewDelivery extends DeliveryKey {
  /** Epoch milliseconds, wall clock: not before. */
  readonly dueAt: number;
  /** What to say when it is no alert. */
  readonly card?: Card | undefined;
}

/** How an attempt ended. */
export interface AttemptRecord {
  readonly attempt: number;
  /** ISO 8601, wall clock. */
  readonly at: string;
  readonly state: 'pending' | 'delivered' | 'failed';
  readonly status: number | null;
  readonly error: string | null;
  readonly latencyMs: number;
  /** Redacted. */
  readonly request: string | null;
  readonly response: string | null;
  /** Of the next attempt, ISO 8601. */
  readonly dueAt: string;
}

/** How a delivery stands. */
export interface PendingDelivery {
  state: string;
  attempts: number;
  /** Attempts before it was sent again by hand: the schedule begins anew after them. */
  renewedAt: number;
  card: Card | null;
}

const INSERT = statement(
  'delivery.insert',
  `INSERT INTO delivery (tenant, alert_id, endpoint_id, due_at, card)
   SELECT tenant, alert_id, endpoint_id, due_at, nullif(line, '')::json FROM ROWS FROM (
     unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]), string_to_table($5, E'\\n')
   ) AS new (tenant, alert_id, endpoint_id, due_at, line)
   ON CONFLICT DO NOTHING`,
);
const FIND = statement(
  'delivery.find',
  `SELECT state, attempts, renewed_at_attempt AS "renewedAt", card FROM delivery
   WHERE tenant = $1 AND alert_id = $2 AND endpoint_id = $3`,
);
// The row keeps how it stands, delivery_attempt every attempt; the endpoint may be gone by now.
const RECORD = statement(
  'delivery.record',
  `WITH known AS (
     UPDATE delivery SET state = $4, attempts = $5, last_attempt_at = $6, last_status = $7, last_error = $8,
       last_latency_ms = $9, due_at = $12
     WHERE tenant = $1 AND alert_id = $2 AND endpoint_id = $3 RETURNING tenant, alert_id, endpoint_id)
   INSERT INTO delivery_attempt (tenant, alert_id, endpoint_id, attempt, at, status, error, latency_ms, request, response)
   SELECT tenant, alert_id, endpoint_id, $5, $6::timestamptz, $7, $8, $9, $10, $11 FROM known ON CONFLICT DO NOTHING`,
);
const POSTPONE = statement(
  'delivery.postpone',
  'UPDATE delivery SET due_at = $4 WHERE tenant = $1 AND alert_id = $2 AND endpoint_id = $3',
);
const SUPERSEDE = statement(
  'delivery.supersede',
  `UPDATE delivery SET state = 'superseded' WHERE tenant = $1 AND alert_id = $2 AND endpoint_id = $3 AND state = 'pending'`,
);
// A process that was killed leaves its job locked; whatever is overdue for so long has lost its job.
const OVERDUE = statement(
  'delivery.overdue',
  `UPDATE delivery SET due_at = $1 WHERE (tenant, alert_id, endpoint_id) IN (
     SELECT tenant, alert_id, endpoint_id FROM delivery
     WHERE state = 'pending' AND due_at < $2 ORDER BY due_at LIMIT 1000 FOR UPDATE SKIP LOCKED)
   RETURNING tenant, alert_id AS "alertId", endpoint_id AS "endpointId"`,
);

const RENEW = statement(
  'delivery.remind',
  `UPDATE delivery SET state = 'pending', due_at = $3, renewed_at_attempt = attempts
   FROM endpoint, unnest($1::text[], $2::text[]) AS asked (tenant, alert_id)
   WHERE delivery.tenant = asked.tenant AND delivery.alert_id = asked.alert_id
     AND endpoint.tenant = delivery.tenant AND endpoint.id = delivery.endpoint_id AND endpoint.channel <> 'webhook'
   RETURNING delivery.tenant, delivery.alert_id AS "alertId", delivery.endpoint_id AS "endpointId"`,
);

/** Makes the deliveries of alerts to people pending again, due `dueAt` (epoch milliseconds); returns which. */
export function renewForPeople(
  tx: Transaction,
  alerts: readonly { readonly tenant: string; readonly id: string }[],
  dueAt: number,
): Promise<DeliveryKey[]> {
  return tx.query<DeliveryKey & Record<string, unknown>>(RENEW, [
    textArray(alerts.map(({ tenant }) => tenant)),
    textArray(alerts.map(({ id }) => id)),
    new Date(dueAt).toISOString(),
  ]);
}

/** Notes what is to be delivered; what is noted already stays as it is. */
export function insertDeliveries(tx: Transaction, deliveries: readonly NewDelivery[]): void {
  tx.write(INSERT, [
    textArray(deliveries.map(({ tenant }) => tenant)),
    textArray(deliveries.map(({ alertId }) => alertId)),
    textArray(deliveries.map(({ endpointId }) => endpointId)),
    plainArray(deliveries.map(({ dueAt }) => new Date(dueAt).toISOString())),
    deliveries.map(({ card }) => (card ? JSON.stringify(card) : '')).join('\n'),
  ]);
}

/** How a delivery stands; undefined when there is none. */
export async function findDelivery(database: Database, key: DeliveryKey): Promise<PendingDelivery | undefined> {
  const values = [key.tenant, key.alertId, key.endpointId];
  const [row] = await database.query<PendingDelivery & Record<string, unknown>>(FIND, values);
  return row;
}

/** Records an attempt and how the delivery stands after it. */
export function recordAttempt(
  tx: Transaction,
  { tenant, alertId, endpointId }: DeliveryKey,
  record: AttemptRecord,
): void {
  const { state, attempt, at, status, error, latencyMs, request, response, dueAt } = record;
  const values = [state, attempt, at, status, error, latencyMs, request, response, dueAt];
  tx.write(RECORD, [tenant, alertId, endpointId, ...values]);
}

/** Puts a delivery off until `dueAt`, epoch milliseconds. */
export function postponeDelivery(tx: Transaction, key: DeliveryKey, dueAt: number): void {
  tx.write(POSTPONE, [key.tenant, key.alertId, key.endpointId, new Date(dueAt).toISOString()]);
}

/** Drops a delivery that nobody needs any more. */
export async function supersedeDelivery(tx: Transaction, { tenant, alertId, endpointId }: DeliveryKey): Promise<void> {
  await tx.execute(SUPERSEDE, [tenant, alertId, endpointId]);
}

/** Takes deliveries that should have been attempted before `limit` and are not; they are due `now`. */
export async function takeOverdue(tx: Transaction, now: number, limit: number): Promise<DeliveryKey[]> {
  const instants = [new Date(now).toISOString(), new Date(limit).toISOString()];
  return tx.query<DeliveryKey & Record<string, unknown>>(OVERDUE, instants);
}
