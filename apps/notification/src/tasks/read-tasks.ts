import type { TaskState } from '@orderweave/domain-notification';
import type { Day } from '@orderweave/domain-ordering';
import { statement, type Database, type Transaction } from '@orderweave/postgres';
import { WITH_ALERT, type TaskWithAlert } from './task-row.js';

/** Which tasks to list; what is left out does not restrict. */
export interface TaskFilter {
  readonly state?: TaskState | undefined;
  readonly assignee?: string | undefined;
  /** Only tasks that this person may see: those assigned to the person, and those for own customers. */
  readonly person?: string | undefined;
  /** All ids of one customer. */
  readonly customer?: readonly string[] | undefined;
  readonly alert?: string | undefined;
  /** Both exclusive. */
  readonly dueBefore?: Day | undefined;
  readonly dueAfter?: Day | undefined;
  /** The last task of the page before. */
  readonly after?: { readonly day: Day; readonly id: string } | undefined;
}

/** What was done with a task, and by whom. */
export interface TaskEvent {
  at: Date;
  actor: string;
  action: string;
  state: string;
  note: string | null;
  detail: string | null;
}

/** How many open tasks there are. */
export interface TaskCountsRow {
  open: number;
  today: number;
  overdue: number;
}

/** Whether somebody may see a task: whose it is, and whose customer. */
const SEEN = (person: string) => `(task.assignee = ${person} OR task.owner = ${person})`;
// Each set of conditions is a statement of its own, so that each is read by its index.
const CONDITIONS: Readonly<Record<Exclude<keyof TaskFilter, 'after'>, (place: string) => string>> = {
  state: (place) => `task.state = ${place}`,
  assignee: (place) => `task.assignee = ${place}`,
  person: SEEN,
  customer: (place) => `task.customer_id = ANY(${place}::text[])`,
  alert: (place) => `task.alert_id = ${place}`,
  dueBefore: (place) => `task.day < ${place}`,
  dueAfter: (place) => `task.day > ${place}`,
};
const ONE = statement(
  'task.one',
  `SELECT ${WITH_ALERT} WHERE task.tenant = $1 AND task.id = $2 AND ($3::text IS NULL OR ${SEEN('$3')})`,
);
const EVENTS = statement(
  'task.events',
  'SELECT at, actor, action, state, note, detail FROM task_event WHERE tenant = $1 AND task_id = $2 ORDER BY id',
);
const COUNT_ALL = statement('task.count', count(''));
const COUNT_OWN = statement('task.count-own', count('AND assignee = $3'));

/** Tasks of a tenant by due day, at most `limit`. */
export function listTasks(
  database: Pick<Database, 'query'>,
  tenant: string,
  filter: TaskFilter,
  limit: number,
): Promise<TaskWithAlert[]> {
  const values: unknown[] = [tenant, limit];
  const conditions: string[] = [];
  const names: string[] = [];
  for (const [name, condition] of Object.entries(CONDITIONS) as [keyof typeof CONDITIONS, (at: string) => string][]) {
    if (filter[name] === undefined) continue;
    names.push(name);
    conditions.push(`AND ${condition(`$${values.push(filter[name])}`)}`);
  }
  if (filter.after) {
    names.push('after');
    const [day, id] = [values.push(filter.after.day), values.push(filter.after.id)];
    conditions.push(`AND (task.day, task.id) > ($${day}, $${id})`);
  }
  const text = `SELECT ${WITH_ALERT} WHERE task.tenant = $1 ${conditions.join(' ')} ORDER BY task.day, task.id LIMIT $2`;
  return database.query<TaskWithAlert & Record<string, unknown>>(
    statement(`task.list-${names.join('-')}`, text),
    values,
  );
}

/** One task (that a person may see, if given). */
export async function findTask(
  database: Pick<Database | Transaction, 'query'>,
  tenant: string,
  id: string,
  person?: string,
): Promise<TaskWithAlert | undefined> {
  const [row] = await database.query<TaskWithAlert & Record<string, unknown>>(ONE, [tenant, id, person ?? null]);
  return row;
}

/** What was done with a task, oldest first. */
export function readTaskEvents(database: Database, tenant: string, id: string): Promise<TaskEvent[]> {
  return database.query<TaskEvent & Record<string, unknown>>(EVENTS, [tenant, id]);
}

/** How many open tasks there are, of a person if given. */
export async function countTasks(
  database: Database,
  tenant: string,
  today: Day,
  assignee?: string,
): Promise<TaskCountsRow> {
  const [row] = assignee
    ? await database.query<TaskCountsRow & Record<string, unknown>>(COUNT_OWN, [tenant, today, assignee])
    : await database.query<TaskCountsRow & Record<string, unknown>>(COUNT_ALL, [tenant, today]);
  return row!;
}

function count(whose: string): string {
  return `SELECT count(*)::int AS open, count(*) FILTER (WHERE day = $2)::int AS today,
    count(*) FILTER (WHERE day < $2)::int AS overdue FROM task WHERE tenant = $1 AND state = 'open' ${whose}`;
}
