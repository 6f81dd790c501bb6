import type { TaskOutcome, TaskState } from '@orderweave/domain-notification';
import { startOfDay } from '@orderweave/domain-ordering';
import { jsonArray, plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import { WITH_ALERT, type TaskRow, type TaskWithAlert } from './task-row.js';

/** A task to add. */
export type NewTask = Omit<TaskRow, 'state' | 'outcome' | 'reason' | 'settledAt' | 'settledBy' | 'createdAt'> & {
  /** Epoch milliseconds by the tenant's clock. */
  readonly createdAt: number;
  /** Zone of the tenant's days. */
  readonly timeZone: string;
};

/** A line of what was done with tasks. */
export interface TaskEventLine {
  readonly tenant: string;
  readonly taskId: string;
  /** Epoch milliseconds by the tenant's clock. */
  readonly at: number;
  readonly actor: string;
  readonly action: 'create' | 'complete' | 'skip' | 'reopen' | 'cancel' | 'change' | 'remind';
  readonly state: TaskState;
  readonly note?: string | null | undefined;
  readonly detail?: string | undefined;
}

/** What a person changes of a task. */
export type SavedTask = Pick<
  TaskRow,
  'tenant' | 'id' | 'day' | 'assignee' | 'follows' | 'series' | 'state' | 'note' | 'reason' | 'settledBy'
> & {
  readonly outcome: TaskOutcome | null;
  readonly settledAt: number | null;
  /** When time has something to do with it next; epoch milliseconds. */
  readonly nextAt: number | null;
};

const INSERT = statement(
  'task.insert',
  `INSERT INTO task (tenant, id, customer_id, customer_name, owner, alert_id, kind, words, day, assignee, follows,
     repeated, series, note, next_at, created_at, created_by)
   SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::json[],
     $9::int[], $10::text[], $11::boolean[], $12::boolean[], $13::json[], $14::text[], $15::timestamptz[],
     $16::timestamptz[], $17::text[])
   ON CONFLICT DO NOTHING RETURNING id`,
);
const RECORD = statement(
  'task.record',
  `INSERT INTO task_event (tenant, task_id, at, actor, action, state, note, detail)
   SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])`,
);
const SAVE = statement(
  'task.save',
  `UPDATE task SET day = new.day, assignee = new.assignee, follows = new.follows, series = new.series, state = new.state,
     outcome = new.outcome, note = new.note, reason = new.reason, settled_at = new.settled_at,
     settled_by = new.settled_by, next_at = new.next_at
   FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::boolean[], $6::json[], $7::text[], $8::text[],
     $9::text[], $10::text[], $11::timestamptz[], $12::text[], $13::timestamptz[])
     AS new (tenant, id, day, assignee, follows, series, state, outcome, note, reason, settled_at, settled_by, next_at)
   WHERE task.tenant = ANY($1) AND task.id = ANY($2) AND task.tenant = new.tenant AND task.id = new.id`,
);
// Whoever settles an alert locks it before its tasks; so does this, and nobody adds a task to an alert that is just settled.
const LOCK_ALERT = statement(
  'task.lock-alert',
  `SELECT 1 FROM alert JOIN task ON task.tenant = alert.tenant AND task.alert_id = alert.id
   WHERE task.tenant = $1 AND task.id = $2 FOR SHARE OF alert`,
);
const LOCK = statement(
  'task.lock',
  `SELECT ${WITH_ALERT} WHERE task.tenant = $1 AND task.id = $2 FOR NO KEY UPDATE OF task`,
);

/** Adds tasks, in one statement; returns the ids of those that were not there yet. */
export async function insertTasks(tx: Transaction, tasks: readonly NewTask[]): Promise<Set<string>> {
  if (tasks.length === 0) return new Set();
  const texts = (of: (task: NewTask) => string | null) => textArray(tasks.map(of));
  const rows = await tx.query<{ id: string }>(INSERT, [
    texts(({ tenant }) => tenant),
    texts(({ id }) => id),
    texts(({ customerId }) => customerId),
    texts(({ customerName }) => customerName),
    texts(({ owner }) => owner),
    texts(({ alertId }) => alertId),
    texts(({ kind }) => kind),
    jsonArray(tasks.map(({ text }) => text)),
    plainArray(tasks.map(({ day }) => day)),
    texts(({ assignee }) => assignee),
    plainArray(tasks.map(({ follows }) => follows)),
    plainArray(tasks.map(({ repeated }) => repeated)),
    jsonArray(tasks.map(({ series }) => series)),
    texts(({ note }) => note),
    plainArray(tasks.map(({ day, timeZone }) => instant(startOfDay(day + 1, timeZone)))),
    plainArray(tasks.map(({ createdAt }) => instant(createdAt))),
    texts(({ createdBy }) => createdBy),
  ]);
  return new Set(rows.map(({ id }) => id));
}

/** Writes down what was done with tasks, in one statement. */
export async function recordTaskEvents(tx: Transaction, lines: readonly TaskEventLine[]): Promise<void> {
  if (lines.length === 0) return;
  const texts = (of: (line: TaskEventLine) => string | null | undefined) => textArray(lines.map(of));
  await tx.execute(RECORD, [
    texts(({ tenant }) => tenant),
    texts(({ taskId }) => taskId),
    plainArray(lines.map(({ at }) => instant(at))),
    texts(({ actor }) => actor),
    texts(({ action }) => action),
    texts(({ state }) => state),
    texts(({ note }) => note),
    texts(({ detail }) => detail),
  ]);
}

/** Saves what has become of tasks, in one statement. */
export async function saveTasks(tx: Transaction, tasks: readonly SavedTask[]): Promise<void> {
  if (tasks.length === 0) return;
  const texts = (of: (task: SavedTask) => string | null) => textArray(tasks.map(of));
  await tx.execute(SAVE, [
    texts(({ tenant }) => tenant),
    texts(({ id }) => id),
    plainArray(tasks.map(({ day }) => day)),
    texts(({ assignee }) => assignee),
    plainArray(tasks.map(({ follows }) => follows)),
    jsonArray(tasks.map(({ series }) => series)),
    texts(({ state }) => state),
    texts(({ outcome }) => outcome),
    texts(({ note }) => note),
    texts(({ reason }) => reason),
    plainArray(tasks.map(({ settledAt }) => instant(settledAt))),
    texts(({ settledBy }) => settledBy),
    plainArray(tasks.map(({ nextAt }) => instant(nextAt))),
  ]);
}

/** A task, locked after its alert; undefined when there is none. */
export async function lockTask(tx: Transaction, tenant: string, id: string): Promise<TaskWithAlert | undefined> {
  await tx.query(LOCK_ALERT, [tenant, id]);
  const [row] = await tx.query<TaskWithAlert & Record<string, unknown>>(LOCK, [tenant, id]);
  return row;
}

function instant(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
