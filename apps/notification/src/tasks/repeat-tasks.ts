import { nextInSeries } from '@orderweave/domain-notification';
import { localDay } from '@orderweave/domain-ordering';
import { statement, textArray, type Transaction } from '@orderweave/postgres';
import type { CalendarOf } from '../life/tenant-calendar.js';
import { BY_ITSELF, taskId } from './plan-alert-tasks.js';
import type { TaskWithAlert } from './task-row.js';
import { insertTasks, type NewTask } from './task.store.js';

const STALE = statement(
  'task.stale',
  `WITH stale AS (
     UPDATE task SET state = 'cancelled', reason = 'repeated', settled_at = $4, settled_by = $5, next_at = NULL
     WHERE tenant = $1 AND alert_id = ANY($2::text[]) AND repeated AND state = 'open' AND NOT id = ANY($3::text[])
     RETURNING tenant, id)
   INSERT INTO task_event (tenant, task_id, at, actor, action, state, detail)
   SELECT tenant, id, $4, $5, 'cancel', 'cancelled', 'repeated' FROM stale`,
);

/**
 * Adds what follows tasks of one tenant that are settled or whose day is over: the next of their series, while their alert lasts. Of what
 * was left undone before only these tasks stay, so that whoever is behind is so by one of a kind; the others are cancelled. `now` by the tenant's clock.
 */
export async function repeatTasks(
  tx: Transaction,
  tasks: readonly TaskWithAlert[],
  calendarOf: CalendarOf,
  now: number,
): Promise<void> {
  const repeats = tasks.flatMap((task) => nextOf(task, calendarOf, now));
  if (repeats.length === 0) return;
  const { tenant } = repeats[0]!;
  const kept = [...tasks, ...repeats].map(({ id }) => id);
  const alerts = repeats.map(({ alertId }) => alertId);
  const values = [tenant, textArray(alerts), textArray(kept), new Date(now).toISOString(), BY_ITSELF];
  await tx.execute(STALE, values);
  await insertTasks(tx, repeats);
}

function nextOf(task: TaskWithAlert, calendarOf: CalendarOf, now: number): NewTask[] {
  const { tenant, alertId, alertEndsAt, series, customerId, customerName, owner, kind, text, assignee, follows } = task;
  if (!series || !alertId) return [];
  const calendar = calendarOf(tenant);
  const { timeZone } = calendar;
  const next = nextInSeries(series, localDay(now, timeZone), calendar);
  if (alertEndsAt && next.day > localDay(alertEndsAt.getTime(), timeZone)) return [];
  const { number, day } = next;
  const same = { tenant, alertId, customerId, customerName, owner, kind, text, assignee, follows };
  const born = { repeated: true, note: null, createdBy: BY_ITSELF, createdAt: now, timeZone };
  return [{ ...same, ...born, id: taskId(alertId, number), day, series: next.series }];
}
