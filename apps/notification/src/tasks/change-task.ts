import { actOnTask, type CancelReason, type TaskAction, type TaskOutcome } from '@orderweave/domain-notification';
import { formatDay, localDay, startOfDay, type Day } from '@orderweave/domain-ordering';
import type { Transaction } from '@orderweave/postgres';
import type { CalendarOf } from '../life/tenant-calendar.js';
import { repeatTasks } from './repeat-tasks.js';
import type { TaskWithAlert } from './task-row.js';
import { recordTaskEvents, saveTasks, type SavedTask, type TaskEventLine } from './task.store.js';

/** Who changes a task, when by the tenant's clock (epoch milliseconds), and by which calendars. */
export interface TaskActing {
  readonly calendarOf: CalendarOf;
  readonly actor: string;
  readonly now: number;
}

/** What a person says of a task. */
export interface TaskSaying {
  readonly outcome?: TaskOutcome | undefined;
  readonly note?: string | undefined;
}

/** Does something with a locked task; `refused` when its state does not allow it, `same` when it was done already. */
export async function actWithTask(
  tx: Transaction,
  { task, action, outcome, note }: { task: TaskWithAlert; action: TaskAction } & TaskSaying,
  { calendarOf, actor, now }: TaskActing,
): Promise<'changed' | 'same' | 'refused'> {
  const state = actOnTask(task.state, action);
  if (state === 'same') return 'same';
  if (state === null) return 'refused';
  const kept = {
    ...task,
    state,
    note: note ?? task.note,
    settledAt: null,
    settledBy: null,
    reason: null,
    outcome: null,
  };
  const line: TaskEventLine = { tenant: task.tenant, taskId: task.id, at: now, actor, action, state, note };
  if (action === 'reopen') {
    await saveTasks(tx, [awake(kept, calendarOf)]);
    await recordTaskEvents(tx, [line]);
    return 'changed';
  }
  const came = action === 'complete' ? (outcome ?? 'other') : null;
  const settled = { ...kept, settledAt: now, settledBy: actor, outcome: came, reason: null as CancelReason | null };
  await saveTasks(tx, [{ ...settled, series: null, nextAt: null }]);
  await recordTaskEvents(tx, [{ ...line, detail: came ?? undefined }]);
  await repeatTasks(tx, [task], calendarOf, now);
  return 'changed';
}

/** Gives a locked, open task another day, person or note; `same` when nothing is different. */
export async function editTask(
  tx: Transaction,
  task: TaskWithAlert,
  edit: { readonly day?: Day; readonly assignee?: string; readonly note?: string },
  { calendarOf, actor, now }: TaskActing,
): Promise<'changed' | 'same'> {
  const { day = task.day, assignee = task.assignee, note = task.note } = edit;
  const details = [
    day === task.day ? [] : [`due: ${formatDay(task.day)} → ${formatDay(day)}`],
    assignee === task.assignee ? [] : [`assignee: ${task.assignee ?? '–'} → ${assignee ?? '–'}`],
  ].flat();
  if (details.length === 0 && note === task.note) return 'same';
  const follows = task.follows && assignee === task.assignee;
  const settledAt = null;
  await saveTasks(tx, [awake({ ...task, day, assignee, note, follows, settledAt }, calendarOf)]);
  const line: TaskEventLine = {
    tenant: task.tenant,
    taskId: task.id,
    at: now,
    actor,
    action: 'change',
    state: task.state,
  };
  await recordTaskEvents(tx, [{ ...line, note: edit.note, detail: details.join('; ') || undefined }]);
  return 'changed';
}

/** The local day of a tenant's moment. */
export function todayOf(now: number, tenant: string, calendarOf: CalendarOf): Day {
  return localDay(now, calendarOf(tenant).timeZone);
}

/** Time looks at an open task again when its day is over. */
function awake(task: Omit<SavedTask, 'nextAt'>, calendarOf: CalendarOf): SavedTask {
  return { ...task, nextAt: startOfDay(task.day + 1, calendarOf(task.tenant).timeZone) };
}
