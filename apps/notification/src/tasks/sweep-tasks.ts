import { calendarFor, isWorking, nextReminder, overdueReaders, type SalesTeam } from '@orderweave/domain-notification';
import { localDay, startOfDay, type Day } from '@orderweave/domain-ordering';
import type { Transaction } from '@orderweave/postgres';
import type { CalendarOf } from '../life/tenant-calendar.js';
import { BY_ITSELF } from './plan-alert-tasks.js';
import { repeatTasks } from './repeat-tasks.js';
import { lockDueTasks } from './due-tasks.store.js';
import type { TaskWithAlert } from './task-row.js';
import { recordTaskEvents, saveTasks, type SavedTask, type TaskEventLine } from './task.store.js';

/** Tasks that somebody is to be told are overdue. */
export interface OverdueNews {
  readonly reader: string;
  /** Whether they are the reader's own, or those of people whom the reader answers for. */
  readonly of: 'own' | 'team';
  readonly tasks: readonly TaskWithAlert[];
}

/** What time's work on tasks needs. */
export interface TaskSweepParts {
  readonly calendarOf: CalendarOf;
  /** Tells people what is overdue, on this day of the tenant. */
  readonly tell: (tx: Transaction, tenant: string, today: Day, news: readonly OverdueNews[]) => Promise<void>;
}

/** The tenant whose tasks are swept, and its moment by its own clock, epoch milliseconds. */
export interface TaskSweep {
  readonly tenant: string;
  readonly team: SalesTeam;
  readonly now: number;
  /** Whether its clock moves by leaps, so that it may never show a working hour. */
  readonly leaps: boolean;
}

interface Step {
  readonly task: TaskWithAlert;
  readonly saved: SavedTask;
  readonly told: boolean;
  readonly repeats: boolean;
}

/**
 * Does to a tenant's open tasks what time has made due: adds what follows those whose day is over, and reminds whose task is overdue,
 * each person at most once a day and in working hours. Returns how many tasks it looked at.
 */
export async function sweepTasks(
  tx: Transaction,
  { calendarOf, tell }: TaskSweepParts,
  sweep: TaskSweep,
): Promise<number> {
  const { tenant, team, now } = sweep;
  const due = await lockDueTasks(tx, tenant, now);
  if (due.length === 0) return 0;
  const today = localDay(now, calendarOf(tenant).timeZone);
  const steps = due.map((task) => stepOf(task, today, sweep, calendarOf));
  await saveTasks(
    tx,
    steps.map(({ saved }) => saved),
  );
  const repeating = steps.filter(({ repeats }) => repeats).map(({ task }) => task);
  const stale = await repeatTasks(tx, repeating, calendarOf, now);
  const readers = new Map<string, OverdueNews & { readonly tasks: TaskWithAlert[] }>();
  const lines: TaskEventLine[] = [];
  for (const { task } of steps.filter((step) => step.told && !stale.has(step.task.id))) {
    const readersOn = (day: Day) => overdueReaders(task, day, team, calendarOf(tenant));
    const { own, above } = readersOn(today);
    for (const [of, names] of [['own', own] as const, ['team', above] as const])
      for (const reader of names) {
        const news = readers.get(`${of}/${reader}`) ?? { reader, of, tasks: [] };
        news.tasks.push(task);
        readers.set(`${of}/${reader}`, news);
      }
    const detail = [...own, ...above].join(', ');
    // The history says when it became whose matter, not that it still is.
    const before = task.remindedOn === null ? undefined : readersOn(task.remindedOn);
    if (detail && detail !== (before && [...before.own, ...before.above].join(', ')))
      lines.push({ tenant, taskId: task.id, at: now, actor: BY_ITSELF, action: 'remind', state: 'open', detail });
  }
  await recordTaskEvents(tx, lines);
  await tell(tx, tenant, today, [...readers.values()]);
  return due.length;
}

function stepOf(task: TaskWithAlert, today: Day, { team, now, leaps }: TaskSweep, calendarOf: CalendarOf): Step {
  const { day } = task;
  const tenantCalendar = calendarOf(task.tenant);
  const repeats = task.series !== null && today > day;
  const person = team.people.find(({ name }) => name === task.assignee);
  const calendar = calendarFor(person, tenantCalendar);
  const at = nextReminder(task, calendar);
  const told = today > day && at !== null && at <= now && (leaps || isWorking(now, calendar));
  const remindedOn = told ? localDay(now, calendar.timeZone) : task.remindedOn;
  const next = nextReminder({ day, remindedOn }, calendar);
  // Who has missed a reminder outside working hours gets it with the next ones.
  const later = next !== null && next <= now ? nextReminder({ day, remindedOn: today }, calendar) : next;
  const nextAt = today > day ? later : startOfDay(day + 1, tenantCalendar.timeZone);
  const series = repeats ? null : task.series;
  const settledAt = task.settledAt?.getTime() ?? null;
  return { task, told, repeats, saved: { ...task, series, remindedOn, settledAt, nextAt } };
}
