import { customerName, planTasks } from '@orderweave/domain-notification';
import type { Transaction } from '@orderweave/postgres';
import type { NewAlert } from '../alerts/alert.store.js';
import type { CalendarOf } from '../life/tenant-calendar.js';
import { insertTasks, type NewTask } from './task.store.js';

/** Who acts when it is a rule or time alone. */
export const BY_ITSELF = 'orderweave';

/**
 * Makes the tasks of the plays of alerts that were just raised, in one statement. Of what nobody is told of nobody has anything to do.
 * Done again it changes nothing: a task is named after its alert and its place in the play.
 */
export async function planAlertTasks(
  tx: Transaction,
  calendarOf: CalendarOf,
  alerts: readonly NewAlert[],
): Promise<void> {
  await insertTasks(
    tx,
    alerts.filter(({ muted }) => !muted).flatMap((alert) => tasksOf(alert)),
  );

  function tasksOf({ id: alertId, owner, raisedBy: { play }, recipients, raisedAt, transition }: NewAlert): NewTask[] {
    const { tenant, customerId } = transition;
    const calendar = calendarOf(tenant);
    const shared = {
      ...{ tenant, customerId, alertId, follows: true, repeated: false, note: null, createdBy: BY_ITSELF },
      ...{ customerName: customerName(transition), owner, timeZone: calendar.timeZone },
      ...{ assignee: recipients[0] ?? null, createdAt: raisedAt },
    };
    return planTasks(play, raisedAt, calendar).map(({ number, kind, text, day, series }) => {
      return { ...shared, id: taskId(alertId, number), kind, text, day, series };
    });
  }
}

/** The id of an alert's task by its number. */
export function taskId(alertId: string, number: number): string {
  return `${alertId}-${number}`;
}
