import type { Day } from '@orderweave/domain-ordering';
import { plainArray, statement, textArray, type Transaction } from '@orderweave/postgres';
import { TASK_COLUMNS, type TaskRow } from './task-row.js';

/** Somebody who is to be reminded; tasks of nobody have a row without a name. */
export interface ReminderRow {
  person: string | null;
  remindedOn: Day | null;
}

/** Tasks of one person that are overdue. */
export interface OverdueTasks {
  /** The oldest ones. */
  readonly tasks: readonly TaskRow[];
  readonly count: number;
  /** How many of them are late: these are the oldest. */
  readonly late: number;
}

/** Tasks of a person that were due in these days, both included. */
export interface DueSpan {
  readonly tenant: string;
  readonly person: string | null;
  readonly first: Day;
  readonly last: Day;
}

const ARM = statement(
  'reminder.arm',
  `INSERT INTO task_reminder AS known (tenant, person, next_at)
   SELECT $1, * FROM unnest($2::text[], $3::timestamptz[])
   ON CONFLICT (tenant, person) DO UPDATE SET next_at = excluded.next_at
   WHERE excluded.next_at < known.next_at AND known.reminded_on IS DISTINCT FROM $4::int`,
);
const DUE = statement(
  'reminder.due',
  `SELECT nullif(person, '') AS person, reminded_on AS "remindedOn" FROM task_reminder
   WHERE tenant = $1 AND next_at <= $2 ORDER BY person FOR UPDATE SKIP LOCKED`,
);
const SAVE = statement(
  'reminder.save',
  `UPDATE task_reminder SET next_at = new.next_at, reminded_on = new.reminded_on
   FROM unnest($2::text[], $3::timestamptz[], $4::int[]) AS new (person, next_at, reminded_on)
   WHERE tenant = $1 AND task_reminder.person = new.person`,
);
const DISARM = statement('reminder.disarm', 'DELETE FROM task_reminder WHERE tenant = $1 AND person = ANY($2::text[])');
const WAITING = statement('reminder.waiting', 'SELECT DISTINCT tenant FROM task_reminder WHERE next_at <= $1');
const whose = (person: string | null) => (person === null ? '$2::text IS NULL AND assignee IS NULL' : 'assignee = $2');
const OVERDUE = ofPerson(
  'reminder.overdue',
  (mine) => `SELECT ${TASK_COLUMNS}, (count(*) OVER ())::int AS count,
     (count(*) FILTER (WHERE day <= $5) OVER ())::int AS late FROM task
   WHERE tenant = $1 AND ${mine} AND state = 'open' AND day BETWEEN $3 AND $4 ORDER BY day, id LIMIT $6`,
);
const RECORD = ofPerson(
  'reminder.record',
  (mine) => `INSERT INTO task_event (tenant, task_id, at, actor, action, state, detail)
   SELECT tenant, id, $5, $6, 'remind', 'open', $7 FROM task
   WHERE tenant = $1 AND ${mine} AND state = 'open' AND day BETWEEN $3 AND $4 ORDER BY id`,
);

/** Sees to it that these people (null: nobody) are reminded at a moment, unless they are sooner, or have been on `today`. */
export async function armReminders(
  tx: Transaction,
  tenant: string,
  people: readonly { readonly person: string | null; readonly at: number }[],
  today: Day,
): Promise<void> {
  if (people.length === 0) return;
  const sorted = [...people].sort((a, b) => ((a.person ?? '') < (b.person ?? '') ? -1 : 1));
  const moments = plainArray(sorted.map(({ at }) => new Date(at).toISOString()));
  await tx.execute(ARM, [tenant, names(sorted), moments, today]);
}

/** Who is to be reminded by now, locked; whom another process has in hand is left out. */
export function lockReminders(tx: Transaction, tenant: string, now: number): Promise<ReminderRow[]> {
  return tx.query<ReminderRow & Record<string, unknown>>(DUE, [tenant, new Date(now).toISOString()]);
}

/** Saves when people are reminded next; without a moment (null) they are not. */
export async function saveReminders(
  tx: Transaction,
  tenant: string,
  rows: readonly (ReminderRow & { readonly nextAt: number | null })[],
): Promise<void> {
  const kept = rows.filter(({ nextAt }) => nextAt !== null);
  const moments = plainArray(kept.map(({ nextAt }) => new Date(nextAt!).toISOString()));
  const days = plainArray(kept.map(({ remindedOn }) => remindedOn));
  if (kept.length > 0) await tx.execute(SAVE, [tenant, names(kept), moments, days]);
  const gone = rows.filter(({ nextAt }) => nextAt === null);
  if (gone.length > 0) await tx.execute(DISARM, [tenant, names(gone)]);
}

/** The open tasks of a person that were due in these days: the `most` oldest, and how many there are, until `late` too. */
export async function readOverdue(
  tx: Transaction,
  { tenant, person, first, last }: DueSpan,
  { late, most }: { readonly late: Day; readonly most: number },
): Promise<OverdueTasks> {
  const values = [tenant, person, first, last, late, most];
  const rows = await tx.query<TaskRow & { count: number; late: number } & Record<string, unknown>>(
    OVERDUE(person),
    values,
  );
  return { tasks: rows, count: rows[0]?.count ?? 0, late: rows[0]?.late ?? 0 };
}

/** Writes into the history of the open tasks of a person that were due in these days who is reminded of them. */
export async function recordReminders(
  tx: Transaction,
  { tenant, person, first, last }: DueSpan,
  { at, actor, readers }: { readonly at: number; readonly actor: string; readonly readers: readonly string[] },
): Promise<void> {
  if (first > last || readers.length === 0) return;
  const values = [tenant, person, first, last, new Date(at).toISOString(), actor, readers.join(', ')];
  await tx.execute(RECORD(person), values);
}

/** Tenants with somebody to be reminded by a clock that shows `until`. */
export async function tenantsWithReminders(tx: Transaction, until: number): Promise<string[]> {
  return (await tx.query<{ tenant: string }>(WAITING, [new Date(until).toISOString()])).map(({ tenant }) => tenant);
}

function names(rows: readonly { readonly person: string | null }[]): string {
  return textArray(rows.map(({ person }) => person ?? ''));
}

/** A statement for the tasks of somebody, and one for those of nobody: each is read by the index. */
function ofPerson(name: string, text: (mine: string) => string) {
  const [one, none] = [statement(name, text(whose(''))), statement(`${name}-nobody`, text(whose(null)))];
  return (person: string | null) => (person === null ? none : one);
}
