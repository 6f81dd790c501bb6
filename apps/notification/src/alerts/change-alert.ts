import { AlertChanged } from '@orderweave/contracts';
import { act, readClock, type AlertAction } from '@orderweave/domain-notification';
import { emit, statement, type Transaction } from '@orderweave/postgres';
import { loadClocks } from '../clock/tenant-clock.store.js';
import { alertMetrics } from '../metrics.js';
import { ALERT_COLUMNS, type AlertRow } from './alert-row.js';

/** Who does what to which alert. */
export interface AlertChange {
  readonly tenant: string;
  readonly alertId: string;
  readonly action: AlertAction;
  /** The name of who acts. */
  readonly actor: string;
  /** Set for callers who see only their own customers' alerts. */
  readonly owner?: string | undefined;
  readonly note?: string | undefined;
  readonly traceparent?: string | undefined;
}

/** How a change ended; `refused` when the alert's state does not allow it. */
export type AlertChangeResult =
  { readonly result: 'changed' | 'same' | 'refused'; readonly alert: AlertRow } | { readonly result: 'unknown' };

const LOCK = statement(
  'alert.lock',
  `SELECT ${ALERT_COLUMNS} FROM alert WHERE tenant = $1 AND id = $2 AND ($3::text IS NULL OR owner = $3) FOR UPDATE`,
);
const CHANGE = statement(
  'alert.change',
  `UPDATE alert SET state = $3, changed_xid = pg_current_xact_id(),
     acknowledged_at = coalesce(acknowledged_at, $4::timestamptz), acknowledged_by = coalesce(acknowledged_by, $5)
   WHERE tenant = $1 AND id = $2 RETURNING ${ALERT_COLUMNS}`,
);
const AUDIT = statement(
  'alert.record',
  'INSERT INTO alert_event (tenant, alert_id, at, actor, state, note) VALUES ($1, $2, $3, $4, $5, $6)',
);

/** Acknowledges or resolves an alert; doing it again changes nothing. `wallNow` in epoch milliseconds. */
export async function changeAlert(tx: Transaction, change: AlertChange, wallNow: number): Promise<AlertChangeResult> {
  const { tenant, alertId, action, actor } = change;
  const [before] = await tx.query<AlertRow & Record<string, unknown>>(LOCK, [tenant, alertId, change.owner ?? null]);
  if (!before) return { result: 'unknown' };
  const state = act(before.state, action);
  if (state === null) return { result: 'refused', alert: before };
  if (state === 'same') return { result: 'same', alert: before };
  const clocks = await loadClocks(tx, [tenant]);
  const at = new Date(readClock(clocks.get(tenant), wallNow)).toISOString();
  const [alert] = await tx.query<AlertRow & Record<string, unknown>>(CHANGE, [tenant, alertId, state, at, actor]);
  if (!alert) return { result: 'unknown' };
  await tx.execute(AUDIT, [tenant, alertId, at, actor, state, change.note ?? null]);
  const { customerId, id: transitionId } = alert.transition;
  const { rule, severity } = alert;
  const changed = { tenant, alertId, transitionId, customerId, rule, severity, state, at };
  tx.publish([emit(AlertChanged, changed, change)]);
  tx.onCommit(() => alertMetrics.alerts.inc({ state, severity }));
  return { result: 'changed', alert };
}
