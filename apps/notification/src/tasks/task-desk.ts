import { createHash, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { addWorkdays, readClock, type Locale, type TaskAction } from '@orderweave/domain-notification';
import { formatDay, parseDay, type Day } from '@orderweave/domain-ordering';
import { Database, type Transaction } from '@orderweave/postgres';
import { decodeCursor, encodeCursor, type CallerIdentity } from '@orderweave/service';
import { personOf } from '../alerts/alert-inbox.js';
import { loadClocks } from '../clock/tenant-clock.store.js';
import { familyOf } from '../merges/find-families.js';
import { CALENDAR_OF, type CalendarOf } from '../life/tenant-calendar.js';
import { findTierCustomer } from '../visits/customer-tier.store.js';
import { actWithTask, editTask, todayOf, type TaskSaying } from './change-task.js';
import { presentTask, presentTaskDetail } from './present-task.js';
import { countTasks, findTask, listTasks, readTaskEvents, type TaskFilter } from './read-tasks.js';
import { taskFault, taskState, unknownCustomer, unknownTask } from './task-problems.js';
import type { NewTaskBody, TaskChangeBody, TaskListQuery } from './task-query.js';
import type { TaskCounts, TaskDetail, TaskPage, TaskView } from './task-view.js';
import { insertTasks, lockTask, recordTaskEvents, type NewTask } from './task.store.js';
import type { TaskWithAlert } from './task-row.js';

/** The tasks that a caller may see, and what the caller may do with them. Reps see their own, and those for their customers. */
@Injectable()
export class TaskDesk {
  constructor(
    private readonly database: Database,
    @Inject(CALENDAR_OF) private readonly calendarOf: CalendarOf,
  ) {}

  /** A page of tasks, by due day. */
  async list(caller: CallerIdentity, query: TaskListQuery, locale: Locale): Promise<TaskPage> {
    const { limit, cursor } = query;
    const filter = { ...(await this.filterFor(caller, query)), after: cursor ? place(cursor) : undefined };
    const rows = await listTasks(this.database, caller.tenant, filter, limit + 1);
    const today = await this.today(caller.tenant);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return {
      items: page.map((row) => presentTask(row, today, locale)),
      next: last ? encodeCursor([last.day, last.id]) : null,
    };
  }

  /** How many open tasks there are. */
  async counts(caller: CallerIdentity, assignee: string | undefined): Promise<TaskCounts> {
    const whose = personOf(caller) ?? assignee;
    const today = await this.today(caller.tenant);
    return { day: formatDay(today), ...(await countTasks(this.database, caller.tenant, today, whose)) };
  }

  /** One task with its history; a `Problem` (404) for one that the caller may not see. */
  async read(caller: CallerIdentity, id: string, locale: Locale): Promise<TaskDetail> {
    const row = await findTask(this.database, caller.tenant, id, personOf(caller));
    if (!row) throw unknownTask(id);
    const events = await readTaskEvents(this.database, caller.tenant, id);
    return presentTaskDetail(presentTask(row, await this.today(caller.tenant), locale), events);
  }

  /** Adds a task by hand. The same `key` of the same caller adds none but the first time. Throws a `Problem`: 400, 404. */
  async add(caller: CallerIdentity, body: NewTaskBody, locale: Locale, key?: string): Promise<TaskView> {
    const { tenant, name } = caller;
    const person = personOf(caller);
    const customer = await findTierCustomer(this.database, tenant, body.customer);
    if (!customer || (person && customer.owner !== person)) throw unknownCustomer(body.customer);
    if (person && body.assignee && body.assignee !== person)
      throw taskFault('assignee', body.assignee, 'leave it out: the task is your own');
    return this.database.transaction(async (tx) => {
      const now = await this.now(tx, tenant);
      const { timeZone, isWorkday } = this.calendarOf(tenant);
      const today = todayOf(now, tenant, this.calendarOf);
      const day = body.dueDay === undefined ? addWorkdays(today, 1, { isWorkday }) : checkDay(body.dueDay, today);
      const { kind, text, note = null } = body;
      const task: NewTask = {
        ...{
          tenant,
          id: idOf(caller, key),
          customerId: customer.customerId,
          customerName: customer.name ?? body.customer,
        },
        ...{ owner: customer.owner, alertId: null, kind, text: { 'zh-CN': text, en: text }, day, note },
        ...{ assignee: person ?? body.assignee ?? customer.owner, follows: false, repeated: false, series: null },
        ...{ createdBy: name, createdAt: now, timeZone },
      };
      const added = await insertTasks(tx, [task]);
      const line = { tenant, taskId: task.id, at: now, actor: name, action: 'create', state: 'open', note } as const;
      if (added.size > 0) await recordTaskEvents(tx, [line]);
      return presentTask((await findTask(tx, tenant, task.id))!, today, locale);
    });
  }

  /** Gives an open task another day, person or note. Throws a `Problem`: 400, 404, 409. */
  change(caller: CallerIdentity, id: string, body: TaskChangeBody, locale: Locale): Promise<TaskView> {
    return this.with(caller, id, locale, async (tx, task, now) => {
      if (task.state !== 'open') throw taskState(task.state);
      const { dueDay, assignee, note } = body;
      const today = todayOf(now, caller.tenant, this.calendarOf);
      const edit = {
        ...(dueDay !== undefined && { day: checkDay(dueDay, today) }),
        ...(assignee !== undefined && { assignee }),
        ...(note !== undefined && { note }),
      };
      await editTask(tx, task, edit, { calendarOf: this.calendarOf, actor: caller.name, now });
    });
  }

  /** Completes, skips or reopens a task; repeating it changes nothing. Throws a `Problem`: 404, 409. */
  act(
    caller: CallerIdentity,
    { id, action, ...saying }: { id: string; action: TaskAction } & TaskSaying,
    locale: Locale,
  ): Promise<TaskView> {
    return this.with(caller, id, locale, async (tx, task, now) => {
      const acting = { calendarOf: this.calendarOf, actor: caller.name, now };
      if ((await actWithTask(tx, { task, action, ...saying }, acting)) === 'refused') throw taskState(task.state);
    });
  }

  private with(
    caller: CallerIdentity,
    id: string,
    locale: Locale,
    work: (tx: Transaction, task: TaskWithAlert, now: number) => Promise<void>,
  ): Promise<TaskView> {
    const { tenant } = caller;
    return this.database.transaction(async (tx) => {
      const task = await lockTask(tx, tenant, id);
      const person = personOf(caller);
      if (!task || (person && task.assignee !== person && task.owner !== person)) throw unknownTask(id);
      const now = await this.now(tx, tenant);
      await work(tx, task, now);
      return presentTask((await findTask(tx, tenant, id))!, todayOf(now, tenant, this.calendarOf), locale);
    });
  }

  private async filterFor(caller: CallerIdentity, query: TaskListQuery): Promise<TaskFilter> {
    const { customer, alert, dueBefore, dueAfter } = query;
    const person = personOf(caller);
    const about = customer !== undefined || alert !== undefined;
    return {
      ...{ alert, person: about ? person : undefined },
      customer: customer === undefined ? undefined : await familyOf(this.database, caller.tenant, customer),
      assignee: person && !about ? person : query.assignee,
      state: query.state ?? (about ? undefined : 'open'),
      dueBefore: dueBefore === undefined ? undefined : dayOf('dueBefore', dueBefore),
      dueAfter: dueAfter === undefined ? undefined : dayOf('dueAfter', dueAfter),
    };
  }

  private async now(tx: Transaction, tenant: string): Promise<number> {
    return readClock((await loadClocks(tx, [tenant])).get(tenant), Date.now());
  }

  private async today(tenant: string): Promise<Day> {
    const now = await this.database.transaction((tx) => this.now(tx, tenant));
    return todayOf(now, tenant, this.calendarOf);
  }
}

function checkDay(text: string, today: Day): Day {
  const day = dayOf('dueDay', text);
  if (day < today) throw taskFault('dueDay', text, 'give today or a later day');
  return day;
}

function dayOf(field: string, text: string): Day {
  try {
    return parseDay(text);
  } catch {
    throw taskFault(field, text, 'give a day that there is, such as "2026-11-23"');
  }
}

function idOf({ tenant, name }: CallerIdentity, key: string | undefined): string {
  const seed = key === undefined ? randomUUID() : [tenant, name, key].join('\n');
  return `tk_${createHash('sha256').update(seed).digest('hex').slice(0, 24)}`;
}

function place(cursor: string): { day: Day; id: string } {
  const [day, id] = decodeCursor(cursor, 2);
  if (!Number.isInteger(day) || typeof id !== 'string') decodeCursor('');
  return { day: day as Day, id: id as string };
}
