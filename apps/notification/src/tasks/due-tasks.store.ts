import { statement, textArray, type Transaction } from '@orderweave/postgres';
import { WITH_ALERT, type TaskWithAlert } from './task-row.js';

const MOST = 2_000;
const DUE = statement(
  'task.due',
  `SELECT id, alert_id AS "alertId" FROM task WHERE tenant = $1 AND next_at <= $2 ORDER BY next_at LIMIT ${MOST}`,
);
// Alerts before their tasks, as everywhere; what others have in hand is left for the next time.
const ALERTS = statement(
  'task.due-alerts',
  `SELECT id FROM alert WHERE tenant = $1 AND id = ANY($2::text[]) ORDER BY id FOR SHARE SKIP LOCKED`,
);
const LOCK = statement(
  'task.due-lock',
  `SELECT ${WITH_ALERT} WHERE task.tenant = $1 AND task.id = ANY($2::text[]) AND task.next_at <= $3
   ORDER BY task.id FOR NO KEY UPDATE OF task SKIP LOCKED`,
);
const WAITING = statement('task.waiting', 'SELECT DISTINCT tenant FROM task WHERE next_at <= $1');

/** Tasks of a tenant that time has something to do with until `now`, locked; at most 2,000, those that wait longest. */
export async function lockDueTasks(tx: Transaction, tenant: string, now: number): Promise<TaskWithAlert[]> {
  const at = new Date(now).toISOString();
  const due = await tx.query<{ id: string; alertId: string | null }>(DUE, [tenant, at]);
  if (due.length === 0) return [];
  const asked = [...new Set(due.flatMap(({ alertId }) => (alertId ? [alertId] : [])))];
  const locked = new Set((await tx.query<{ id: string }>(ALERTS, [tenant, textArray(asked)])).map(({ id }) => id));
  const free = due.filter(({ alertId }) => alertId === null || locked.has(alertId)).map(({ id }) => id);
  return tx.query<TaskWithAlert & Record<string, unknown>>(LOCK, [tenant, textArray(free), at]);
}

/** Tenants with tasks that a clock has something to do with that shows `until`. */
export async function tenantsWithDueTasks(tx: Transaction, until: number): Promise<string[]> {
  return (await tx.query<{ tenant: string }>(WAITING, [new Date(until).toISOString()])).map(({ tenant }) => tenant);
}
