import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import { ALERT_COLUMNS, type AlertRow } from '../../alerts/alert-row.js';
import type { DeliveryKey } from '../delivery.store.js';

/** An endpoint by its key. */
export interface EndpointKey {
  readonly tenant: string;
  readonly endpointId: string;
}

const LAST_TOLD = statement(
  'gather.last-told',
  `SELECT tenant, endpoint_id AS "endpointId", last_told AS "lastTold" FROM endpoint_pace
   WHERE (tenant, endpoint_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
);
const INSERT = statement(
  'gather.insert',
  `INSERT INTO delivery (tenant, alert_id, endpoint_id, due_at, state)
   SELECT tenant, alert_id, endpoint_id, due_at, 'gathering'
   FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) AS new (tenant, alert_id, endpoint_id, due_at)
   ON CONFLICT DO NOTHING`,
);
const LOCK = statement(
  'gather.lock',
  `INSERT INTO endpoint_pace AS pace (tenant, endpoint_id) VALUES ($1, $2)
   ON CONFLICT (tenant, endpoint_id) DO UPDATE SET last_told = pace.last_told`,
);
const TOLD = statement('gather.told', 'UPDATE endpoint_pace SET last_told = $3 WHERE tenant = $1 AND endpoint_id = $2');
const TAKE = statement(
  'gather.take',
  `SELECT ${ALERT_COLUMNS} FROM delivery JOIN alert ON alert.tenant = delivery.tenant AND alert.id = delivery.alert_id
   WHERE delivery.tenant = $1 AND endpoint_id = $2 AND delivery.state = 'gathering' AND delivery.due_at <= $3
   ORDER BY alert.raised_at, alert.id`,
);
const MOVE = statement(
  'gather.move',
  `UPDATE delivery SET state = $3, part_of = $4, due_at = now()
   WHERE tenant = $1 AND endpoint_id = $2 AND alert_id = ANY($5::text[]) AND state = 'gathering'`,
);
const ARRIVED = statement(
  'gather.arrived',
  `UPDATE delivery SET state = 'delivered' WHERE tenant = $1 AND endpoint_id = $2 AND part_of = $3 AND state = 'gathered'
   RETURNING alert_id AS "alertId"`,
);
// Who has not been told yet is told in time; who is told just now is not told twice.
const REPEAT = statement(
  'gather.repeat',
  `UPDATE delivery SET state = CASE WHEN plan.gather THEN 'gathering' ELSE 'pending' END, part_of = NULL, due_at = plan.due_at,
     renewed_at_attempt = attempts
   FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::boolean[]) AS plan (tenant, alert_id, endpoint_id, due_at, gather)
   WHERE delivery.tenant = plan.tenant AND delivery.alert_id = plan.alert_id AND delivery.endpoint_id = plan.endpoint_id
     AND delivery.state = 'delivered'
   RETURNING delivery.tenant, delivery.alert_id AS "alertId", delivery.endpoint_id AS "endpointId"`,
);
const LEFT = statement(
  'gather.left',
  `SELECT DISTINCT tenant, endpoint_id AS "endpointId" FROM delivery WHERE state = 'gathering' AND due_at <= $1`,
);

/** When these endpoints were told of alerts last, epoch milliseconds; those never told are missing. */
export async function lastTold(tx: Transaction, keys: readonly EndpointKey[]): Promise<Map<string, number>> {
  const rows = await tx.query<{ tenant: string; endpointId: string; lastTold: string }>(LAST_TOLD, [
    textArray(keys.map(({ tenant }) => tenant)),
    textArray(keys.map(({ endpointId }) => endpointId)),
  ]);
  return new Map(rows.map((row) => [`${row.tenant}/${row.endpointId}`, Number(row.lastTold)]));
}

/** Notes deliveries that wait for others until they are due. */
export function insertGathering(tx: Transaction, deliveries: readonly (DeliveryKey & { dueAt: number })[]): void {
  tx.write(INSERT, [
    textArray(deliveries.map(({ tenant }) => tenant)),
    textArray(deliveries.map(({ alertId }) => alertId)),
    textArray(deliveries.map(({ endpointId }) => endpointId)),
    plainArray(deliveries.map(({ dueAt }) => new Date(dueAt).toISOString())),
  ]);
}

/** Lets deliveries that arrived be made again, each by itself or with others; returns which. */
export function repeatDelivered(
  tx: Transaction,
  deliveries: readonly (DeliveryKey & { dueAt: number; gather: boolean })[],
): Promise<DeliveryKey[]> {
  return tx.query<DeliveryKey & Record<string, unknown>>(REPEAT, [
    textArray(deliveries.map(({ tenant }) => tenant)),
    textArray(deliveries.map(({ alertId }) => alertId)),
    textArray(deliveries.map(({ endpointId }) => endpointId)),
    plainArray(deliveries.map(({ dueAt }) => new Date(dueAt).toISOString())),
    plainArray(deliveries.map(({ gather }) => gather)),
  ]);
}

/** The alerts that wait at an endpoint and are due until a moment; one at a time may ask. */
export async function takeGathered(
  tx: Transaction,
  { tenant, endpointId }: EndpointKey,
  until: number,
): Promise<AlertRow[]> {
  await tx.execute(LOCK, [tenant, endpointId]);
  return tx.query<AlertRow & Record<string, unknown>>(TAKE, [tenant, endpointId, new Date(until).toISOString()]);
}

/** Moves waiting deliveries on: each by itself, as part of a message, or dropped because somebody has seen to the alert. */
export async function moveGathered(
  tx: Transaction,
  { tenant, endpointId }: EndpointKey,
  to: { readonly state: 'pending' | 'gathered' | 'superseded'; readonly partOf?: string },
  alertIds: readonly string[],
): Promise<void> {
  if (alertIds.length > 0)
    await tx.execute(MOVE, [tenant, endpointId, to.state, to.partOf ?? null, textArray(alertIds)]);
}

/** Notes the moment at which an endpoint is told. */
export async function noteTold(tx: Transaction, { tenant, endpointId }: EndpointKey, now: number): Promise<void> {
  await tx.execute(TOLD, [tenant, endpointId, now]);
}

/** Marks the parts of a message that arrived; returns their alerts. */
export async function partsArrived(
  tx: Transaction,
  { tenant, endpointId }: EndpointKey,
  partOf: string,
): Promise<string[]> {
  const rows = await tx.query<{ alertId: string }>(ARRIVED, [tenant, endpointId, partOf]);
  return rows.map(({ alertId }) => alertId);
}

/** Endpoints where something is due that nobody has taken. */
export function gatheredLeft(tx: Transaction, before: number): Promise<EndpointKey[]> {
  return tx.query<EndpointKey & Record<string, unknown>>(LEFT, [new Date(before).toISOString()]);
}
