import { statement, textArray, type Transaction } from '@orderweave/postgres';

/** One alert on its way to one webhook. */
export interface DeliveryKey {
  readonly tenant: string;
  readonly alertId: string;
  readonly webhookId: string;
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
}

const INSERT = statement(
  'delivery.insert',
  `INSERT INTO delivery (tenant, alert_id, webhook_id) SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
   ON CONFLICT DO NOTHING`,
);
// The row keeps how it stands, delivery_attempt every attempt; the webhook may be gone by now.
const RECORD = statement(
  'delivery.record',
  `WITH known AS (
     UPDATE delivery SET state = $4, attempts = $5, last_attempt_at = $6, last_status = $7, last_error = $8, last_latency_ms = $9
     WHERE tenant = $1 AND alert_id = $2 AND webhook_id = $3 RETURNING tenant, alert_id, webhook_id)
   INSERT INTO delivery_attempt (tenant, alert_id, webhook_id, attempt, at, status, error, latency_ms)
   SELECT tenant, alert_id, webhook_id, $5, $6::timestamptz, $7, $8, $9 FROM known ON CONFLICT DO NOTHING`,
);
const DELIVERED = statement(
  'alert.delivered',
  `UPDATE alert SET state = 'delivered', changed_xid = pg_current_xact_id()
   WHERE tenant = $1 AND id = $2 AND state = 'open' RETURNING id`,
);

/** Notes what is to be delivered. */
export async function insertDeliveries(tx: Transaction, deliveries: readonly DeliveryKey[]): Promise<void> {
  await tx.execute(INSERT, [
    textArray(deliveries.map(({ tenant }) => tenant)),
    textArray(deliveries.map(({ alertId }) => alertId)),
    textArray(deliveries.map(({ webhookId }) => webhookId)),
  ]);
}

/** Records an attempt and how the delivery stands after it. */
export async function recordAttempt(
  tx: Transaction,
  { tenant, alertId, webhookId }: DeliveryKey,
  { state, attempt, at, status, error, latencyMs }: AttemptRecord,
): Promise<void> {
  await tx.execute(RECORD, [tenant, alertId, webhookId, state, attempt, at, status, error, latencyMs]);
}

/** Moves an open alert on to `delivered`; false when it had moved on already. */
export async function markDelivered(tx: Transaction, { tenant, alertId }: DeliveryKey): Promise<boolean> {
  return (await tx.execute(DELIVERED, [tenant, alertId])) > 0;
}
