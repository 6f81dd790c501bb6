import {
  calendarFor,
  isWorking,
  MOST_OVERDUE_LINES,
  nextWorkingMoment,
  overdueDays,
  overdueReaders,
  reminderOn,
  type SalesTeam,
} from '@orderweave/domain-notification';
import { localDay, type Day } from '@orderweave/domain-ordering';
import type { Transaction } from '@orderweave/postgres';
import type { CalendarOf } from '../life/tenant-calendar.js';
import { BY_ITSELF } from './plan-alert-tasks.js';
import type { TaskRow } from './task-row.js';
import { lockReminders, readOverdue, recordReminders, saveReminders, type ReminderRow } from './task-reminder.store.js';

/** Tasks that somebody is to be told are overdue. */
export interface OverdueNews {
  readonly reader: string;
  /** Whether they are the reader's own, or those of people whom the reader answers for. */
  readonly of: 'own' | 'team';
  /** The oldest ones, and how many there are. */
  readonly tasks: readonly TaskRow[];
  readonly count: number;
}

/** The tenant whose people are reminded, and its moment by its own clock, epoch milliseconds. */
export interface TaskSweep {
  readonly tenant: string;
  readonly team: SalesTeam;
  readonly now: number;
  /** Whether its clock moves by leaps, so that it may never show a working hour. */
  readonly leaps: boolean;
}

/**
 * Who of a tenant is to be told what is overdue: each person whose time has come, in working hours and once a day, of all that is so;
 * those above of what is late. The history of a task says who was told when that is new. Costs grow with what is overdue, not with
 * what was ever done.
 */
export async function remindPeople(tx: Transaction, calendarOf: CalendarOf, sweep: TaskSweep): Promise<OverdueNews[]> {
  const { tenant, team, now, leaps } = sweep;
  const due = await lockReminders(tx, tenant, now);
  const today = localDay(now, calendarOf(tenant).timeZone);
  const news = new Map<string, OverdueNews>();
  const saved: (ReminderRow & { nextAt: number | null })[] = [];
  for (const { person, remindedOn } of due) {
    const known = team.people.find(({ name }) => name === person);
    const calendar = calendarFor(known, calendarOf(tenant));
    if (!leaps && !isWorking(now, calendar)) {
      saved.push({ person, remindedOn, nextAt: nextWorkingMoment(now, calendar) });
      continue;
    }
    const told = await remind({ person, remindedOn });
    saved.push({ person, remindedOn: today, nextAt: told ? reminderOn(today + 1, calendar) : null });
  }
  if (saved.length > 0) await saveReminders(tx, tenant, saved);
  return [...news.values()];

  async function remind({ person, remindedOn }: ReminderRow): Promise<boolean> {
    const { own, above } = overdueReaders(person, today, team);
    const spanOn = (day: Day) => {
      const days = overdueDays(day, calendarOf(tenant), team.tasks?.managerAfterDays);
      // Of what nobody else is told those above are told at once.
      return own.length > 0 ? days : { ...days, late: days.last };
    };
    const span = spanOn(today);
    const { tasks, count, late } = await readOverdue(
      tx,
      { tenant, person, ...span },
      { late: span.late, most: MOST_OVERDUE_LINES },
    );
    if (count === 0) return false;
    for (const reader of own) add({ reader, of: 'own', tasks, count });
    const lateOnes = tasks.filter(({ day }) => day <= span.late);
    if (late > 0) for (const reader of above) add({ reader, of: 'team', tasks: lateOnes, count: late });
    const line = { at: now, actor: BY_ITSELF };
    const fresh = remindedOn === null ? span.first : Math.max(span.first, remindedOn);
    await recordReminders(tx, { tenant, person, first: fresh, last: span.last }, { ...line, readers: own });
    const newlyLate = remindedOn === null ? span.first : Math.max(span.first, spanOn(remindedOn).late + 1);
    await recordReminders(tx, { tenant, person, first: newlyLate, last: span.late }, { ...line, readers: above });
    return true;
  }

  function add({ reader, of, tasks, count }: OverdueNews): void {
    const known = news.get(`${of}/${reader}`);
    const all = [...(known?.tasks ?? []), ...tasks].sort((a, b) => a.day - b.day).slice(0, MOST_OVERDUE_LINES);
    news.set(`${of}/${reader}`, { reader, of, tasks: all, count: count + (known?.count ?? 0) });
  }
}
