import { readClock, type Locale } from '@orderweave/domain-notification';
import type { Database } from '@orderweave/postgres';
import { loadClocks } from '../clock/tenant-clock.store.js';
import type { CalendarOf } from '../life/tenant-calendar.js';
import { todayOf } from './change-task.js';
import { presentTask } from './present-task.js';
import { listTasks } from './read-tasks.js';
import type { TaskView } from './task-view.js';

const MOST = 200;

/** The tasks of an alert, worded. What to speak of stands in the alert itself. */
export async function readAlertTasks(
  database: Database,
  calendarOf: CalendarOf,
  { tenant, id }: { readonly tenant: string; readonly id: string },
  locale: Locale,
): Promise<TaskView[]> {
  const rows = await listTasks(database, tenant, { alert: id }, MOST);
  if (rows.length === 0) return [];
  const clocks = await database.transaction((tx) => loadClocks(tx, [tenant]));
  const today = todayOf(readClock(clocks.get(tenant), Date.now()), tenant, calendarOf);
  return rows.map((row) => presentTask({ ...row, transition: null }, today, locale));
}
