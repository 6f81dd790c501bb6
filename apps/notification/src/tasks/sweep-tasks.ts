import { calendarFor, reminderOn } from '@orderweave/domain-notification';
import { localDay, startOfDay } from '@orderweave/domain-ordering';
import type { Transaction } from '@orderweave/postgres';
import type { CalendarOf } from '../life/tenant-calendar.js';
import { lockDueTasks } from './due-tasks.store.js';
import type { TaskSweep } from './remind-people.js';
import { repeatTasks } from './repeat-tasks.js';
import { armReminders } from './task-reminder.store.js';
import { saveTasks, type SavedTask } from './task.store.js';

/**
 * Does to a tenant's open tasks what time has made due: once the day of one is over, what follows it is added, and whose it is will be
 * reminded as the next working day begins. Returns how many tasks it looked at.
 */
export async function sweepTasks(
  tx: Transaction,
  calendarOf: CalendarOf,
  { tenant, team, now }: TaskSweep,
): Promise<number> {
  const due = await lockDueTasks(tx, tenant, now);
  if (due.length === 0) return 0;
  const { timeZone } = calendarOf(tenant);
  const today = localDay(now, timeZone);
  const over = due.filter(({ day }) => day < today);
  const saved = due.map((task): SavedTask => {
    const isOver = task.day < today;
    const nextAt = isOver ? null : startOfDay(task.day + 1, timeZone);
    return { ...task, series: isOver ? null : task.series, settledAt: task.settledAt?.getTime() ?? null, nextAt };
  });
  await saveTasks(tx, saved);
  await repeatTasks(tx, over, calendarOf, now);
  const people = [...new Set(over.map(({ assignee }) => assignee))].map((person) => {
    const known = team.people.find(({ name }) => name === person);
    return { person, at: reminderOn(today, calendarFor(known, calendarOf(tenant))) };
  });
  await armReminders(tx, tenant, people, today);
  return due.length;
}
